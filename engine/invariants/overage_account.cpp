#include "engine/invariants/overage_account.hpp"

#include <optional>
#include <utility>

namespace drawdown::invariants {
namespace {

// What makes a payment: its first attempt, its invoice, or that it failed at once.
struct making {
  payment_id payment = 0;
  std::optional<effect_key> key;  // nothing: not told
  bool is_of_cycle = false;
};

std::optional<making> made_by(const event& e) {
  if (const auto* charge = std::get_if<charge_event>(&e.body))
    return making{charge->payment, charge->key, charge->of == payment_for::renewal};
  if (const auto* invoice = std::get_if<invoice_event>(&e.body))
    return making{invoice->payment, invoice->key, invoice->why == payment_for::renewal};
  if (const auto* told = std::get_if<subscription_event>(&e.body))
    if (told->of == subscription_event::what::past_due) return making{told->payment, std::nullopt, true};
  return std::nullopt;
}

}  // namespace

void overage_account::add(credits amount) {
  unbilled_ += amount;
  invoiced_ += amount;
}

finding overage_account::bill(const overage_event& e) {
  if (e.amount != unbilled_ || unbilled_.is_zero())
    return broken("R4.5", "{} beyond the credit were billed, {} were not billed before", text_of(e.amount),
                  text_of(unbilled_));
  if (!billed_.try_emplace(e.payment, billed{e.amount}).second)
    return broken("R4.5", "overage was billed twice in payment {}", e.payment);
  unbilled_ = {};
  to_follow_ = e.payment;
  to_follow_key_ = e.key;
  return std::nullopt;
}

finding overage_account::check_followed(const event& next) {
  const payment_id expected = std::exchange(to_follow_, 0);
  if (expected == 0) return std::nullopt;
  const auto made = made_by(next);
  if (!made || made->payment != expected || (made->key && *made->key != to_follow_key_))
    return broken("R4.5", "overage is billed in payment {}, and something else follows", expected);
  billed_.at(expected).is_of_cycle = made->is_of_cycle;
  return std::nullopt;
}

finding overage_account::check_made(payment_id payment, payment_for of, money price, const catalog& sold,
                                    rounding mode) const {
  const auto found = billed_.find(payment);
  if (of == payment_for::overage) {
    if (found == billed_.end() || !sold.overage_price)
      return broken("R4.5", "payment {} is for overage, and none is billed in it", payment);
    const auto due = price_of(found->second.amount, *sold.overage_price, mode);
    if (due && *due == price) return std::nullopt;
    return broken("R4.5", "overage of {} is billed with {}", text_of(found->second.amount), price.minor());
  }
  if (of != payment_for::renewal || !sold.overage_price || unbilled_.is_zero()) return std::nullopt;
  const bool is_countable = price_of(unbilled_, *sold.overage_price, mode).has_value();
  if (!is_countable) return std::nullopt;
  return broken("R4.5", "a cycle is charged, and {} beyond the credit are not", text_of(unbilled_));
}

void overage_account::take_back(payment_id payment) {
  const auto found = billed_.find(payment);
  if (found == billed_.end()) return;
  unbilled_ += found->second.amount;
  billed_.erase(found);
}

std::vector<payment_id> overage_account::take_back_cycles() {
  std::vector<payment_id> of_cycles;
  for (const auto& [payment, how] : billed_)
    if (how.is_of_cycle) of_cycles.push_back(payment);
  for (const payment_id payment : of_cycles) take_back(payment);
  return of_cycles;
}

}  // namespace drawdown::invariants
