// The subscription goes to another plan (R8.7), and what any change within a cycle has in common: it is
// planned, paid for, and carried out when the payment succeeds.
#include <algorithm>
#include <utility>

#include "engine/account/account_core.hpp"
#include "engine/units/planted.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown {
namespace {

using what = subscription_event::what;

}  // namespace

// Why nothing about the subscription can be changed that costs something, if it cannot (R8.9).
std::optional<outcome> account_core::why_no_change() const {
  if (const auto absent = why_not_there()) return absent;
  if (subscription_->state == subscription_state::pending) return outcome::payment_pending;
  if (subscription_->state == subscription_state::past_due) return outcome::subscription_past_due;
  if (!subscription_->orders.empty()) return outcome::payment_pending;
  return std::nullopt;
}

void account_core::act_on(const command& step, const change_plan_command& body, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::change_plan, out)) {
    const auto change = plan_of(body, step.order.at);
    const outcome result =
        pay_for(step, change, payment_for::plan_change, command_event::what::change_plan, out);
    remember(step, result);
    if (change.at_renewal && result == outcome::changed)
      subscription_.edit().next_plan = body.plan == subscription_->plan ? no_plan : body.plan;
  }
  look(step.order.at, out);
}

// What a change of plan costs and does: an upgrade acts on its payment, a downgrade at the next renewal.
account_core::planned_change account_core::plan_of(const change_plan_command& body, instant t) const {
  if (const auto refused = why_no_change()) return {.refused = refused};
  const subscription& s = *subscription_;
  if (body.plan == s.plan) return {.at_renewal = true};
  const plan_terms& from = plan_now();
  const plan_terms& to = sold().plans[body.plan];
  const int128 price = int128{to.price.minor()} * s.times_charged(to.pool);
  plan_change_order order;
  order.plan = body.plan;
  order.asked = t;
  order.price_minor = s.is_trial ? 0 : price;
  const int128 allocation = int128{to.allocation.micro()} * s.times_charged(to.pool);
  const int128 allocation_now = int128{from.allocation.micro()} * s.times_charged(from.pool);
  const instant end = s.cycle.end_with(to.every, zone());
  const instant end_now = s.cycle.end_with(from.every, zone());
  const bool is_upgrade =
      price > s.charged_minor || (price == s.charged_minor && allocation > allocation_now) || end > end_now;
  if (DRAWDOWN_PLANTED("downgrade_acts_at_once", !is_upgrade, false) && !s.is_trial)
    return {.at_renewal = true};

  order.restarts = !s.is_trial && (body.restart || end != end_now);
  order.replaces = rules().allocation_on_change == change_allocation::replace || from.pool != to.pool;
  order.each = brought_by(order, from, to, body.prorate);
  if (s.is_trial) return {.order = order};
  const cycle_part left = body.prorate ? left_of(s.cycle.now(), t) : cycle_part{};
  const int128 due = order.restarts ? price * left.whole - s.charged_minor * left.left
                                    : (price - s.charged_minor) * left.left;
  return {.due = std::max(money{}, part_of(due, {1, left.whole}, rules().money_rounding)), .order = order};
}

// What an upgrade grants to each owner: a whole allocation, or the difference, or the part of it that is left
// of the grant period that the new plan has (R8.7).
std::optional<credits> account_core::brought_by(const plan_change_order& order, const plan_terms& from,
                                                const plan_terms& to, bool prorates) const {
  if (order.restarts || order.replaces) return part_of(to.allocation.micro(), {}, rules());
  const bool is_part = prorates && rules().allocation_on_change == change_allocation::prorated_delta;
  const cycle_period granted = subscription_->grant_period_at(order.asked, to, zone());
  return part_of(
      int128{to.allocation.micro()} - DRAWDOWN_PLANTED("upgrade_grants_twice", from.allocation.micro(), 0),
      is_part ? left_of(granted, order.asked) : cycle_part{}, rules());
}

// Sends the payment for a change; where nothing is due it is carried out at once.
outcome account_core::pay_for(const command& step, const planned_change& change, payment_for of,
                              command_event::what told, effects& out) {
  const instant t = step.order.at;
  std::optional<outcome> refused = change.refused;
  if (!refused && !change.due.is_zero() && !can_pay()) refused = outcome::no_payment_method;
  tell(step, told, refused.value_or(outcome::changed), out);
  if (refused) return *refused;
  if (change.at_renewal) return outcome::changed;
  if (change.due.is_zero()) {
    carry_out(*change.order, step.key, 0, t, out);
  } else {
    subscription_.edit().orders.emplace(payments_.next_id(), *change.order);
    begin_payment(step.key, {change.due, {}}, of, t, out);
  }
  return outcome::changed;
}

void account_core::carry_out(const subscription_order& order, const effect_key& key, payment_id paid_by,
                             instant t, effects& out) {
  if (const auto* plan = std::get_if<plan_change_order>(&order)) change_plan(*plan, key, paid_by, t, out);
  if (const auto* units = std::get_if<units_order>(&order)) add_units(*units, key, paid_by, t, out);
  if (const auto* seat = std::get_if<seat_order>(&order)) seat_user(*seat, key, paid_by, t, out);
}

void account_core::change_plan(const plan_change_order& order, const effect_key& key, payment_id paid_by,
                               instant t, effects& out) {
  const plan_terms& from = plan_now();
  const plan_terms& to = sold().plans[order.plan];
  subscription& s = subscription_.edit();
  auto lots = lots_.of_cycle(instant::never());
  std::erase_if(lots, [](const lot& of) { return of.kind != lot_kind::plan; });
  if (order.restarts) {
    s.cycle = billing_cycle::from(order.asked, std::nullopt, to.every, zone());
    s.cycle.turn_until(t, zone());
    s.grant_period = s.grant_period_at(t, to, zone());
    carry_or_end(lots, from.rollover, s.grant_period.end, t, out);
    s.paid_by = paid_by;
  } else {
    if (order.replaces) end_cycle_lots(lots, t, out);
    s.cycle.change_length(to.every, zone());
  }
  s.plan = order.plan;
  s.next_plan = no_plan;
  s.grant_period = s.grant_period_at(t, to, zone());
  s.charged_minor = DRAWDOWN_PLANTED("upgrade_priced_from_the_first", order.price_minor, s.charged_minor);
  tell_subscription(what::plan_changed, paid_by, t, out);
  trim_carried(t, out);
  if (order.restarts)
    begin_usage_period(t);
  else if (s.runs())
    period_end_ = end_of_usage_period(t);
  grant_allocation(order.each, key, paid_by, t, out);
}

}  // namespace drawdown
