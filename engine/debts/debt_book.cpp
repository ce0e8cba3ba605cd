#include "engine/debts/debt_book.hpp"

#include <utility>

namespace drawdown {

void debt_book::add(debt made) {
  made.id = ++made_;
  total_ += made.owed;
  open_.push_back(made);
}

void debt_book::pay(std::size_t position, credits amount) {
  debt& of = open_.at(position);
  ensure(amount <= of.owed, "no more is paid than is owed");
  of.owed -= amount;
  total_ -= amount;
}

void debt_book::forget_paid() {
  std::erase_if(open_, [](const debt& d) { return d.owed.is_zero(); });
}

credits debt_book::drop() {
  open_.clear();
  return std::exchange(total_, credits{});
}

}  // namespace drawdown
