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
  const debit_check checked = check(used);
  if (used.key.was_given())
    keys_.remember(
        seen_usage{used.key.number, t, used.quantity, used.agent, used.meter, checked.result, checked.cost});
  charge_usage(used, checked, out);
  look(t, out);
  return checked.result;
}

// The checks of R4.7, in its order; the first that fails names the refusal.
account_core::debit_check account_core::check(const usage& used) const {
  const meter& priced = world_->catalog.meters[used.meter];
  const auto cost = cost_of(priced, used.quantity, rules());
  if (!cost) return {outcome::amount_out_of_range, {}, {}};
  const credits available = lots_.available(spendable::all);
  if (priced.requires_positive_balance.value_or(rules().requires_positive_balance) && available <= credits{})
    return {outcome::positive_balance_required, *cost, {}};
  if (cost->is_zero()) return {outcome::charged, *cost, {}};
  if (used.agent == no_agent)
    return {*cost <= available ? outcome::charged : outcome::insufficient_credit, *cost, {}};

  const spender& agent = agents_[used.agent];
  if (agent.stops_at_limit(*cost)) return {outcome::limit_reached, *cost, {}};
  if (agent.policy == when_exhausted::stop) {
    if (*cost <= lots_.available(agent.may_spend())) return {outcome::charged, *cost, {}};
    return {agent.lifted ? outcome::insufficient_credit : outcome::plan_exhausted, *cost, {}};
  }
  const auto [within, beyond] = agent.split_at_limit(*cost);
  if (*cost > available) return {outcome::insufficient_credit, *cost, {}};
  if (!beyond.is_zero() && beyond > lots_.available(spendable::wallet) - lots_.taken_from_wallet(within))
    return {outcome::insufficient_credit, *cost, {}};
  return {outcome::charged, *cost, beyond};
}

// Takes what a charged usage costs, and writes down what became of it (R3.4).
void account_core::charge_usage(const usage& used, const debit_check& checked, effects& out) {
  slices_.clear();
  if (checked.result == outcome::charged && !checked.cost.is_zero()) {
    const bool had_more_than_paid = !now().without_paid().is_zero();
    const spendable which = used.agent == no_agent ? spendable::all : agents_[used.agent].may_spend();
    lots_.take(checked.cost - checked.beyond_limit, which, slices_);
    if (!checked.beyond_limit.is_zero()) lots_.take(checked.beyond_limit, spendable::wallet, slices_);
    if (used.agent != no_agent) agents_[used.agent].spent += checked.cost;
    if (had_more_than_paid) note_nothing_left();
  }
  if (checked.result == outcome::plan_exhausted) agents_[used.agent].stopped = true;
  out.events.usage(used.order.at,
                   usage_event{.key = used.key,
                               .agent = used.agent,
                               .meter = used.meter,
                               .quantity = used.quantity,
                               .result = checked.result,
                               .repeated = false,
                               .amount = checked.cost,
                               .balance = now().balance(),
                               .slices = {}},
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
                               .balance = now().balance(),
                               .slices = {}},
                   {});
  look(used.order.at, out);
  return result;
}

outcome account_core::refuse_conflict(const usage& used, effects& out) {
  slices_.clear();
  charge_usage(used, {outcome::idempotency_conflict, {}, {}}, out);
  look(used.order.at, out);
  return outcome::idempotency_conflict;
}

}  // namespace drawdown
