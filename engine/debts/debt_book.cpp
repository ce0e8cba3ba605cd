#include "engine/debts/debt_book.hpp"

#include <algorithm>
#include <utility>

namespace drawdown {

debt_id debt_book::add(debt made) {
  contents& in = in_.edit();
  made.id = ++in.made;
  in.total += made.owed;
  if (made.charged_back != 0) in.of_chargebacks += made.owed;
  in.open.push_back(made);
  return made.id;
}

void debt_book::pay(std::size_t position, credits amount) {
  contents& in = in_.edit();
  debt& of = in.open.at(position);
  ensure(amount <= of.owed, "no more is paid than is owed");
  of.owed -= amount;
  in.total -= amount;
  if (of.charged_back != 0) in.of_chargebacks -= amount;
}

void debt_book::forget_paid() {
  std::erase_if(in_.edit().open, [](const debt& d) { return d.owed.is_zero(); });
}

credits debt_book::open_of(debt_id id) const {
  const auto found = std::find_if(open().begin(), open().end(), [&](const debt& d) { return d.id == id; });
  return found == open().end() ? credits{} : found->owed;
}

void debt_book::lower(debt_id id, credits amount) {
  if (amount.is_zero()) return;
  const auto found = std::find_if(open().begin(), open().end(), [&](const debt& d) { return d.id == id; });
  ensure(found != open().end(), "a debt that is open is lowered");
  pay(static_cast<std::size_t>(found - open().begin()), amount);
  forget_paid();
}

credits debt_book::drop() {
  contents& in = in_.edit();
  in.open.clear();
  in.of_chargebacks = {};
  return std::exchange(in.total, credits{});
}

}  // namespace drawdown
