// What a change of units, seats or plan would cost (R7.4).
#include "engine/account/account_core.hpp"

namespace drawdown {

void account_core::act_on(const command& step, const quote_command& body, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::quote, out)) {
    remember(step, std::visit([&](const auto& change) { return quote(step, change, out); }, body.change));
  }
  look(step.order.at, out);
}

template <class Change>
outcome account_core::quote(const command& step, const Change& change, effects& out) {
  const instant t = step.order.at;
  const planned_change planned = plan_to_quote(change, t);
  std::optional<outcome> refused = planned.refused;
  if (!refused && !planned.due.is_zero() && !can_pay()) refused = outcome::no_payment_method;
  if (refused) {
    tell(step, command_event::what::quote, *refused, out);
    return *refused;
  }
  const bool waits = planned.at_renewal && subscription_->runs();
  emit(t,
       quote_event{.key = step.key,
                   .now = planned.due,
                   .grants = granted_by(planned),
                   .per_cycle = part_of(cost_after(change), {}, rules().money_rounding),
                   .acts = waits ? subscription_->cycle.now().end : t},
       out);
  return outcome::shown;
}

account_core::planned_change account_core::plan_to_quote(const change_plan_command& change, instant t) const {
  const planned_change planned = plan_of(change, t);
  return !planned.refused && change.plan == subscription_->plan ? planned_change{} : planned;
}

account_core::planned_change account_core::plan_to_quote(const seat_command& change, instant t) const {
  const auto here = subscription_->find_user(change.user);
  const bool is_here = here != subscription_->seats.end();
  if (!change.joins) {
    if (!is_here) return {.refused = outcome::not_a_user};
    return {.at_renewal = seats_are_sold()};
  }
  if (is_here && here->leaves) return {};
  planned_change planned = plan_of(change, t);
  if (!seats_are_sold()) planned.order = {};
  return planned;
}

// The credit that a change grants when it is paid for, over all owners.
credits account_core::granted_by(const planned_change& change) const {
  const subscription& s = *subscription_;
  if (change.at_renewal || !change.order) return {};
  const auto for_all = [&](credit_pool pool, const std::optional<credits>& each) {
    credits sum;
    if (!each || *each < credits{}) return sum;
    for (std::int64_t i = 0; i < s.times_charged(pool) && *each <= credits::largest() - sum; ++i)
      sum += *each;
    return sum;
  };
  if (const auto* plan = std::get_if<plan_change_order>(&*change.order))
    return for_all(sold().plans[plan->plan].pool, plan->each);
  if (const auto* units = std::get_if<units_order>(&*change.order))
    return for_all(sold().add_ons[units->add_on].pool, units->each);
  if (const auto* seat = std::get_if<seat_order>(&*change.order))
    return for_all(credit_pool::shared, seat->each);
  return {};
}

namespace {

void apply(const change_plan_command& change, subscription& after) {
  after.plan = change.plan;
}
void apply(const add_on_command& change, subscription& after) {
  after.units[change.add_on].next = change.units;
}
void apply(const seat_command& change, subscription& after) {
  const auto here = after.find_user(change.user);
  if (here != after.seats.end())
    here->leaves = !change.joins;
  else
    after.seats.push_back({change.user, false});
}

}  // namespace

// What a whole cycle costs after the change, for those who stay.
template <class Change>
int128 account_core::cost_after(const Change& change) const {
  subscription after = *subscription_;
  if (why_not_there()) return 0;
  if (after.next_plan != no_plan) after.plan = after.next_plan;
  apply(change, after);
  std::erase_if(after.seats, [](const seat& of) { return of.leaves; });
  for (std::size_t i = 0; i < after.units.size(); ++i)
    if (!is_offered(static_cast<add_on_index>(i), after.plan)) after.units[i].next = 0;
  return after.cost_of_cycle(sold());
}

}  // namespace drawdown
