// Usage beyond the credit is paid in money: with the charge of a cycle, or by a payment of its own (R4.5).
#include "engine/account/account_core.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown {

// What is to be paid for so much and what was not billed together, rounded once; only where that can be
// counted, and is something.
std::optional<money> account_core::due_with_overage(int128 minor) const {
  const std::optional<credit_rate>& price = sold().overage_price;
  if (overage_.unbilled().is_zero() || !price) return std::nullopt;
  const int128 brings = price->brings.micro();
  const int128 due = divide(minor * brings + int128{overage_.unbilled().micro()} * price->price.minor(),
                            brings, rules().money_rounding);
  if (due == 0 || due > INT64_MAX) return std::nullopt;
  return money::from_minor(static_cast<std::int64_t>(due));
}

// All that was not billed goes into the payment that is made next, of which it is so much.
void account_core::bill_overage_in(payment_id payment, const effect_key& key, money price, instant t,
                                   effects& out) {
  const credits billed = overage_.bill(payment);
  debits_.note_billed(payment);
  emit(t, overage_event{payment, key, billed, price}, out);
}

// Where no cycle's charge takes it, what was not billed is a payment of its own. It waits where there is
// nothing to pay it with.
void account_core::charge_overage(instant t, effects& out) {
  const auto due = due_with_overage(0);
  if (!due || !can_pay()) return;
  const effect_key key = overage_.next_key();
  bill_overage_in(payments_.next_id(), key, *due, t, out);
  begin_payment(key, {*due, {}}, payment_for::overage, t, out);
}

// A payment that was for overage alone succeeded. If it had failed before, it is billed again: the money goes
// back.
void account_core::settle_overage(payment& of, instant t, effects& out) {
  if (!overage_.settle(of.id)) give_back(of, of.bought.price, of.key, t, out);
}

// What the payment was for is not billed: it will not succeed any more.
void account_core::take_overage_back(payment_id from) {
  if (overage_.take_back(from)) debits_.note_not_billed(from);
}

}  // namespace drawdown
