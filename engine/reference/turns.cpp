#include "engine/reference/turns.hpp"

#include <algorithm>

#include "engine/reference/allocations.hpp"
#include "engine/reference/carry.hpp"
#include "engine/reference/overage.hpp"
#include "engine/reference/subscription.hpp"
#include "engine/reference/subscription_payments.hpp"

namespace drawdown::reference {
namespace {

bool cycle_is_over(const desk& d) {
  const subscription& s = d.books.subscription;
  return s.runs() && s.cycle.ends <= d.now;
}

bool grant_period_is_over(const desk& d) {
  const subscription& s = d.books.subscription;
  return s.runs() && s.grant.ends <= d.now;
}

// What follows the periods that are over now.
struct following {
  instant anchor;
  period cycle;
  period grant;
};

// R8.8: the next month of the cycle. R2.2: or the next cycle, by the plan that is in force then; the anchor
// moves only where now is no boundary of that plan.
following periods_after(const desk& d) {
  const subscription& s = d.books.subscription;
  if (!cycle_is_over(d))
    return {s.anchor, s.cycle, grant_period_at(d, terms_of(d, s.plan), s.anchor, s.cycle, d.now)};
  const plan_terms& terms = terms_of(d, s.next_plan == no_plan ? s.plan : s.next_plan);
  const bool is_boundary = last_boundary(d, s.anchor, terms.every, d.now) == d.now;
  const instant anchor = is_boundary ? s.anchor : d.now;
  const period cycle = cycle_at(d, anchor, terms.every, d.now);
  return {anchor, cycle, grant_period_at(d, terms, anchor, cycle, d.now)};
}

// R7.3: a version that takes effect now is too late for what is carried (R2.4 C comes before E).
std::optional<carry_terms> rollover_until_now(const desk& d) {
  const instant before = instant::from_us(d.now.us() - 1);
  return sold_at(d.in, d.number, before).terms->plans.at(d.books.subscription.plan).rollover;
}

// R8.2: what the turn carries: nothing where no grant period is over, or the subscription ends.
std::optional<carrying> carried_now(const desk& d) {
  const subscription& s = d.books.subscription;
  if (!grant_period_is_over(d)) return std::nullopt;
  const bool ends = cycle_is_over(d) && s.cancels;
  const auto terms = rollover_until_now(d);
  if (ends || !terms) return std::nullopt;
  return carrying{*terms, periods_after(d).grant.ends,
                  cycle_is_over(d) ? s.leaving : std::vector<user_index>{}};
}

// R8.2, R8.8: plan, seats and units as they were scheduled.
void let_changes_act(desk& d) {
  subscription& s = d.books.subscription;
  for (const user_index user : s.leaving) std::erase(s.users, user);
  s.leaving.clear();
  if (s.next_plan != no_plan) s.plan = s.next_plan;
  s.next_plan = no_plan;
  for (std::size_t i = 0; i < s.next_units.size(); ++i)
    if (!is_sold_with(d.sold().add_ons[i], s.plan)) s.next_units[i] = 0;
}

// R8.2, R8.3: whether the next cycle is charged and granted, or this turn passes.
bool is_paid_up(const subscription& s) {
  const bool renewal_is_awaited = std::any_of(s.awaited.begin(), s.awaited.end(), [](const auto& one) {
    return std::holds_alternative<renewal>(one.second.what);
  });
  return s.state == subscription_state::active && !renewal_is_awaited;
}

// R8.2 `renewal_grants`: units of a cycle that nobody has paid for yet count where it is granted all the
// same.
std::vector<std::uint32_t> units_at_boundary(const desk& d) {
  const subscription& s = d.books.subscription;
  if (d.rules().renewal_grants == renewal_grant::at_boundary && is_paid_up(s)) return s.next_units;
  return std::vector<std::uint32_t>(s.next_units.size(), 0);
}

// R8.2: the next cycle begins; nobody has paid for it yet.
void begin_cycle(desk& d) {
  subscription& s = d.books.subscription;
  const following next = periods_after(d);
  const bool plan_changes = s.next_plan != no_plan;
  let_changes_act(d);
  s.anchor = next.anchor;
  s.cycle = next.cycle;
  s.grant = next.grant;
  s.on_trial = false;
  s.units = units_at_boundary(d);
  s.paid_by = 0;
  tell_subscription(d, subscription_event::what::turned);
  if (!plan_changes) return;
  tell_subscription(d, subscription_event::what::plan_changed);
  trim_carried(d);
}

effect_key key_of_next_turn(subscription& s) {
  s.turns += 1;
  return {effect_key::space::cycle, 0, s.turns};
}

// R8.8: the allocation of another month of the cycle.
void grant_month(desk& d) {
  subscription& s = d.books.subscription;
  s.grant = periods_after(d).grant;
  if (!is_paid_up(s)) return;
  grant_portions(d, {allocation_of(d, s.plan)}, {0, key_of_next_turn(s)}, s.users);
}

// R2.4 C6: one charge for all that the cycle costs.
void renew(desk& d) {
  subscription& s = d.books.subscription;
  if (!is_paid_up(s)) return;
  const effect_key key = key_of_next_turn(s);
  s.charged = price_of_plan(d, s.plan, s.users.size());
  const money due = price_of_cycle(d, s.plan, s.users.size(), s.next_units);
  const std::optional<money> with_overage = due_with_overage(d, due);
  if (with_overage.value_or(due) > money{}) return charge_renewal(d, due, with_overage, key);
  s.units = s.next_units;
  tell_subscription(d, subscription_event::what::renewed);
  grant_portions(d, portions_of_cycle(d, s.units), {0, key}, s.users);
}

}  // namespace

instant next_turn_of_cycle(const books& b) {
  const instant lots_end = b.cycle_ends.empty() ? instant::never() : b.cycle_ends.begin()->first;
  return b.subscription.runs() ? std::min(lots_end, b.subscription.grant.ends) : lots_end;
}

void turn_cycle_lots(desk& d) {
  const auto is_due = [&](const lot& l) { return l.expires <= d.now; };
  end_or_carry(d, cycle_lots(d, is_due), carried_now(d));
}

void turn_subscription(desk& d) {
  if (!grant_period_is_over(d)) return;
  if (!cycle_is_over(d)) {
    grant_month(d);
    return;
  }
  if (d.books.subscription.cancels) {
    end_subscription(d);
    return;
  }
  begin_cycle(d);
  d.books.next_turn = usage_period_ends(d);
  renew(d);
}

}  // namespace drawdown::reference
