#include "engine/debts/debt_book.hpp"

#include <algorithm>
#include <utility>

namespace drawdown {

debt_id debt_book::add(debt made) {
  made.id = ++made_;
  total_ += made.owed;
  if (made.charged_back != 0) of_chargebacks_ += made.owed;
  open_.push_back(made);
  return made.id;
}

void debt_book::pay(std::size_t position, credits amount) {
  debt& of = open_.at(position);
  ensure(amount <= of.owed, "no more is paid than is owed");
  of.owed -= amount;
  total_ -= amount;
  if (of.charged_back != 0) of_chargebacks_ -= amount;
}

void debt_book::forget_paid() {
  std::erase_if(open_, [](const debt& d) { return d.owed.is_zero(); });
}

credits debt_book::open_of(debt_id id) const {
  const auto found = std::find_if(open_.begin(), open_.end(), [&](const debt& d) { return d.id == id; });
  return found == open_.end() ? credits{} : found->owed;
}

void debt_book::lower(debt_id id, credits amount) {
  if (amount.is_zero()) return;
  const auto found = std::find_if(open_.begin(), open_.end(), [&](const debt& d) { return d.id == id; });
  ensure(found != open_.end(), "a debt that is open is lowered");
  pay(static_cast<std::size_t>(found - open_.begin()), amount);
  forget_paid();
}

credits debt_book::drop() {
  open_.clear();
  of_chargebacks_ = {};
  return std::exchange(total_, credits{});
}

}  // namespace drawdown
