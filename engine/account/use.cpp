// Usage becomes debits (R4, R5).
#include <algorithm>

#include "engine/account/account_core.hpp"
#include "engine/pricing/usage_price.hpp"

namespace drawdown {

outcome account_core::use(const usage& used, effects& out) {
  const instant t = used.order.at;
  if (used.key.was_given()) {
    if (keys_.find_command(used.key.number) != nullptr) return refuse_conflict(used, out);
    if (const seen_usage* first = keys_.find_usage(used.key.number, t))
      return first->is_same(used) ? answer_again(used, *first, out) : refuse_conflict(used, out);
  }
  std::int64_t billed = 0;
  const cover checked = check(used, billed);
  if (used.key.was_given())
    keys_.remember(seen_usage{used.key.number, t, used.quantity, used.agent, used.meter, used.value,
                              used.times, checked.result, checked.cost});
  charge_usage(used, checked, out);
  if (checked.result == outcome::charged) counted_.add(used.meter, billed);
  look(t, out);
  return checked.result;
}

account_core::spending_of account_core::spending(const usage& used) const {
  return {used.agent, {used.meter, user_of(used.agent, used.user)}};
}

// What covers a usage, and what is `billed` of its quantity (R7.1).
account_core::cover account_core::check(const usage& used, std::int64_t& billed) const {
  const meter& priced = world_->catalog.meters[used.meter];
  const auto priced_at =
      cost_of(priced, {used.quantity, used.times, used.value}, counted_.of(used.meter), rules());
  if (priced_at) billed = priced_at->billed;
  return cover_for(spending(used), priced_at ? std::optional(priced_at->cost) : std::nullopt,
                   priced.requires_positive_balance.value_or(rules().requires_positive_balance),
                   rules().when_short);
}

// Takes what a charged usage costs, and writes down what became of it (R3.4).
void account_core::charge_usage(const usage& used, const cover& covered, effects& out) {
  slices_.clear();
  if (covered.result == outcome::charged && !covered.cost.is_zero()) take(covered, spending(used), used.key);
  if (covered.result == outcome::plan_exhausted) agents_[used.agent].stopped = true;
  out.events.usage(used.order.at,
                   usage_event{.key = used.key,
                               .agent = used.agent,
                               .meter = used.meter,
                               .quantity = used.quantity,
                               .result = covered.result,
                               .repeated = false,
                               .amount = covered.cost,
                               .balance = lots_.left().balance(),
                               .slices = {},
                               .user = user_of(used.agent, used.user),
                               .group = used.group,
                               .debt = covered.debt,
                               .forgiven = covered.forgiven,
                               .times = used.times,
                               .value = used.value},
                   slices_);
}

// The second arrival of a key changes nothing and returns the first outcome (R4.3).
outcome account_core::answer_again(const usage& used, const seen_usage& first, effects& out) {
  const outcome result = first.result;
  out.events.usage(used.order.at,
                   usage_event{.key = used.key,
                               .agent = used.agent,
                               .meter = used.meter,
                               .quantity = used.quantity,
                               .result = result,
                               .repeated = true,
                               .amount = first.amount,
                               .balance = lots_.left().balance(),
                               .slices = {},
                               .user = user_of(used.agent, used.user),
                               .group = used.group,
                               .debt = {},
                               .forgiven = {},
                               .times = used.times,
                               .value = used.value},
                   {});
  look(used.order.at, out);
  return result;
}

outcome account_core::refuse_conflict(const usage& used, effects& out) {
  charge_usage(used, {.result = outcome::idempotency_conflict}, out);
  look(used.order.at, out);
  return outcome::idempotency_conflict;
}

}  // namespace drawdown
