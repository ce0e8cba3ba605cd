// Changes of the plan (R8.7).
#include <algorithm>

#include "engine/reference/carry.hpp"
#include "engine/reference/changes.hpp"
#include "engine/reference/subscription.hpp"
#include "engine/time/calendar.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown::reference {
namespace {

// A plan for a cycle that is to be compared with another: its price and allocation for all users, and how
// long it is.
struct measured_plan {
  money price;
  int128 allocation_micro = 0;
  instant ends;
};

measured_plan measure(const desk& d, plan_index plan) {
  const subscription& s = d.books.subscription;
  const plan_terms& terms = terms_of(d, plan);
  return {.price = price_of_plan(d, plan, s.users.size()),
          .allocation_micro = int128{terms.allocation.micro()} * owners_of(terms.pool, s.users.size()),
          .ends = add(s.cycle.begins, terms.every, d.zone(), month_end::clamp)};
}

bool is_upgrade(money charged, const measured_plan& now, const measured_plan& then) {
  if (then.price > charged || then.ends > now.ends) return true;
  return then.price == charged && then.allocation_micro > now.allocation_micro;
}

// R8.7: what is due for a cycle of the same length: the difference, for what is left of it; or for a new
// cycle: its price, less what was charged for what is left of the present one. Never below zero.
money due_for(const desk& d, money price, bool restarts, const part_left& part) {
  const int128 charged = d.books.subscription.charged.minor();
  const int128 exact =
      restarts ? price.minor() * part.whole - charged * part.left : (price.minor() - charged) * part.left;
  const int128 rounded = divide(exact, part.whole, d.rules().money_rounding);
  return std::max(money{}, money::from_minor(static_cast<std::int64_t>(rounded)));
}

// R8.7 `allocation_on_change`: what the new plan grants to each owner.
portion brought_by(const desk& d, plan_index plan, bool whole, bool prorates) {
  const subscription& s = d.books.subscription;
  if (whole) return allocation_of(d, plan);
  const plan_terms& now = terms_of(d, s.plan);
  const plan_terms& then = terms_of(d, plan);
  const bool in_part = prorates && d.rules().allocation_on_change == change_allocation::prorated_delta;
  const period grant = grant_period_at(d, then, s.anchor, s.cycle, d.now);
  const part_left part = in_part ? part_left_at(d, grant, d.now) : part_left{};
  return {
      .kind = lot_kind::plan, .pool = then.pool, .each = times(d, then.allocation - now.allocation, 1, part)};
}

// R8.7: a cycle of another length, or a restart, begins now; what it began with was asked for earlier.
void restart_cycle(desk& d, const plan_switch& would) {
  subscription& s = d.books.subscription;
  const plan_terms& then = terms_of(d, would.plan);
  const auto rollover = terms_of(d, s.plan).rollover;
  s.anchor = would.asked;
  s.cycle = cycle_at(d, s.anchor, then.every, d.now);
  s.grant = grant_period_at(d, then, s.anchor, s.cycle, d.now);
  std::optional<carrying> carried;
  if (rollover) carried = carrying{*rollover, s.grant.ends};
  end_or_carry(d, cycle_lots(d, [](const lot& l) { return l.kind == lot_kind::plan; }), carried);
}

}  // namespace

proposal propose(const desk& d, const change_plan_command& asked) {
  const subscription& s = d.books.subscription;
  if (const auto refusal = refusal_of_change(s)) return {.refusal = refusal};
  if (asked.plan == s.plan) return {.would = plan_scheduled{no_plan}};
  const measured_plan now = measure(d, s.plan);
  const measured_plan then = measure(d, asked.plan);
  // A trial costs nothing, whatever plan it is of, and goes on as it is.
  if (!s.on_trial && !is_upgrade(s.charged, now, then)) return {.would = plan_scheduled{asked.plan}};

  const bool restarts = !s.on_trial && (asked.restart || then.ends != now.ends);
  const bool replaces = !restarts && (d.rules().allocation_on_change == change_allocation::replace ||
                                      terms_of(d, asked.plan).pool != terms_of(d, s.plan).pool);
  const part_left part = asked.prorate ? part_left_at(d, s.cycle, d.now) : part_left{};
  proposal proposed{.what = payment_for::plan_change};
  if (!s.on_trial) proposed.due = due_for(d, then.price, restarts, part);
  if (!proposed.due.is_zero() && lacks_payment_method(d)) return {.refusal = outcome::no_payment_method};
  proposed.would = plan_switch{.plan = asked.plan,
                               .price = s.on_trial ? money{} : then.price,
                               .restarts = restarts,
                               .replaces = replaces,
                               .asked = d.now};
  proposed.brings = {brought_by(d, asked.plan, restarts || replaces, asked.prorate)};
  return proposed;
}

command_event::what told_as(const change_plan_command&) {
  return command_event::what::change_plan;
}

void act(desk& d, const plan_switch& would, const std::vector<portion>& brings, const grant_source& from) {
  subscription& s = d.books.subscription;
  if (would.restarts) restart_cycle(d, would);
  if (would.replaces)
    end_or_carry(d, cycle_lots(d, [](const lot& l) { return l.kind == lot_kind::plan; }), std::nullopt);
  apply(s, would);
  if (would.restarts) {
    s.paid_by = from.payment;
    begin_usage_period_of_cycle(d);
  } else {
    s.grant = grant_period_at(d, terms_of(d, s.plan), s.anchor, s.cycle, d.now);
    d.books.next_turn = usage_period_ends(d);
  }
  tell_subscription(d, subscription_event::what::plan_changed, from.payment);
  trim_carried(d);
  grant_portions(d, brings, from, s.users);
}

}  // namespace drawdown::reference
