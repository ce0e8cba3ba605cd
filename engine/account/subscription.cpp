// A subscription begins, is paid for, is canceled and ends (R8.1, R8.6).
#include <algorithm>
#include <utility>

#include "engine/account/account_core.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {
namespace {

using what = subscription_event::what;

}  // namespace

void account_core::tell_subscription(subscription_event::what of, payment_id payment, instant t,
                                     effects& out) {
  const money price = payment == 0 ? money{} : payments_.at(payment).bought.price;
  emit(t, subscription_event{of, payment, subscription_->figures(), price}, out);
}

// What the account is declared to have subscribed to, at its start.
void account_core::declare_plan(effects& out) {
  if (spec().plan) subscribe(*spec().plan, std::get<subscribe_command>(spec().plan->body), out);
}

void account_core::act_on(const command& step, const subscribe_command& body, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::subscribe, out))
    remember(step, subscribe(step, body, out));
  look(step.order.at, out);
}

outcome account_core::subscribe(const command& step, const subscribe_command& body, effects& out) {
  const instant t = step.order.at;
  const auto refuse = [&](outcome why) {
    tell(step, command_event::what::subscribe, why, out);
    return why;
  };
  const bool is_there = subscription_->runs() || subscription_->state == subscription_state::pending;
  if (DRAWDOWN_PLANTED("second_subscription_accepted", is_there, false))
    return refuse(outcome::already_subscribed);
  const plan_terms& terms = sold().plans[body.plan];
  const auto cycle = billing_cycle::from(t, body.anchor, terms.every, zone());
  const cycle_part part = terms.trial ? cycle_part{} : left_of(cycle.now(), t);
  const int128 price =
      terms.trial ? 0 : int128{terms.price.minor()} * subscription_->times_charged(terms.pool);
  const money due = part_of(price, part, rules().money_rounding);
  if (!due.is_zero() && !can_pay()) return refuse(outcome::no_payment_method);
  tell(step, command_event::what::subscribe, outcome::subscribed, out);
  const cycle_period granted = terms.monthly_allocation ? cycle.month_at(t, zone()) : cycle.now();
  const first_cycle_order order{
      .asked = t,
      .anchor = body.anchor,
      .plan = body.plan,
      .each = part_of(terms.allocation.micro(), terms.trial ? cycle_part{} : left_of(granted, t), rules()),
      .price_minor = price,
      .state_before = subscription_->state,
      .plan_before = subscription_->plan};
  if (due.is_zero()) {
    begin_subscription(order, 0, step.key, t, out);
    return outcome::subscribed;
  }
  subscription_.edit().state = subscription_state::pending;
  subscription_.edit().plan = body.plan;
  subscription_.edit().orders.emplace(payments_.next_id(), order);
  begin_payment(step.key, {due, {}}, payment_for::subscription, t, out);
  return outcome::subscribed;
}

// The subscription is active from now on; its cycles count from when it was asked for (R2.2).
void account_core::begin_subscription(const first_cycle_order& order, payment_id paid_by, effect_key key,
                                      instant t, effects& out) {
  subscription& s = subscription_.edit();
  s.state = subscription_state::active;
  s.plan = order.plan;
  const plan_terms& terms = plan_now();
  s.is_trial = terms.trial.has_value();
  s.cycle = s.is_trial ? billing_cycle::trial(order.asked, *terms.trial, terms.every, zone())
                       : billing_cycle::from(order.asked, order.anchor, terms.every, zone());
  s.cycle.turn_until(t, zone());
  s.grant_period = s.grant_period_at(t, terms, zone());
  s.cancels = false;
  s.next_plan = no_plan;
  s.units.assign(sold().add_ons.size(), {});
  s.charged_minor = order.price_minor;
  s.paid_by = paid_by;
  tell_subscription(what::begun, paid_by, t, out);
  begin_usage_period(t);
  grant_allocation(order.each, key, paid_by, t, out);
}

void account_core::act_on(const command& step, const cancel_command& body, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::cancel, out))
    remember(step, cancel(step, body, out));
  look(step.order.at, out);
}

// Ends with the cycle, or at once; one that is not paid for ends at once whatever is asked (R8.3, R8.6).
outcome account_core::cancel(const command& step, const cancel_command& body, effects& out) {
  if (const auto refused = why_not_there()) {
    tell(step, command_event::what::cancel, *refused, out);
    return *refused;
  }
  tell(step, command_event::what::cancel, outcome::changed, out);
  if (subscription_->state == subscription_state::active && !body.at_once) {
    subscription_.edit().cancels = true;
    return outcome::changed;
  }
  const money returned = rest_of_cycle(step.order.at);
  const payment_id paid_by = subscription_->paid_by;
  const bool ran = subscription_->runs();
  end_subscription(step.order.at, 0, out);
  if (ran) charge_overage(step.order.at, out);
  if (!returned.is_zero()) give_back(payments_.at(paid_by), returned, step.key, step.order.at, out);
  return outcome::changed;
}

void account_core::act_on(const command& step, const resume_command&, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::resume, out)) {
    const outcome result = why_not_there().value_or(outcome::changed);
    if (result == outcome::changed) subscription_.edit().cancels = false;
    remember(step, result);
    tell(step, command_event::what::resume, result, out);
  }
  look(step.order.at, out);
}

// Why there is no subscription to do something with, if there is none.
std::optional<outcome> account_core::why_not_there() const {
  if (subscription_->state == subscription_state::none) return outcome::subscription_required;
  if (subscription_->state == subscription_state::ended) return outcome::subscription_ended;
  return std::nullopt;
}

// What is given back of the running cycle where it is cut short at `t` (R8.6).
money account_core::rest_of_cycle(instant t) {
  const subscription& s = *subscription_;
  if (rules().on_cancel == cancel_refund::none || s.paid_by == 0 || !s.runs()) return {};
  const payment& paid = payments_.at(s.paid_by);
  if (const chargeback* back = payments_.chargeback_of(paid.id); back != nullptr && !back->is_won) return {};
  const money rest = part_of(s.charged_minor, left_of(s.cycle.now(), t), rules().money_rounding);
  return std::min(rest, paid.bought.price - paid.given_back);
}

// The subscription is over: its credit ends, and what was to come does not (R8.6).
void account_core::end_subscription(instant t, payment_id because_of, effects& out) {
  end_cycle_lots(lots_.of_cycle(instant::never()), t, out);
  subscription& s = subscription_.edit();
  const bool turns = s.cancels && s.cycle.now().end <= t;
  const bool ran = s.runs();
  s.state = subscription_state::ended;
  s.cancels = false;
  s.next_plan = no_plan;
  s.paid_by = 0;
  std::erase_if(s.seats, [](const seat& of) { return of.leaves; });
  for (const auto& [id, order] : std::exchange(s.orders, {})) {
    if (payment& of = payments_.at(id); of.attempt_failed) payments_.give_up(of);
    take_overage_back(id);
  }
  tell_subscription(what::ended, because_of, t, out);
  if (ran && !turns) begin_usage_period(t);
}

// A payment for the subscription succeeded: what it is for happens; where that is gone, the money goes back.
void account_core::settle(payment& of, instant t, effects& out) {
  const auto found = subscription_->orders.find(of.id);
  if (found == subscription_->orders.end()) {
    give_back(of, of.bought.price, of.key, t, out);
    return;
  }
  const subscription_order order = found->second;
  subscription_.edit().orders.erase(found);
  overage_.settle(of.id);
  if (const auto* first = std::get_if<first_cycle_order>(&order))
    begin_subscription(*first, of.id, of.key, t, out);
  else if (const auto* renewal = std::get_if<renewal_order>(&order))
    settle_renewal(of, *renewal, t, out);
  else
    carry_out(order, of.key, of.id, t, out);
}

void account_core::give_back(payment& of, money amount, const effect_key& key, instant t, effects& out) {
  of.given_back += amount;
  emit(t,
       payment_refund_event{.key = key,
                            .payment = of.key,
                            .id = of.id,
                            .given_back = amount,
                            .slices = {},
                            .balance = lots_.left().balance()},
       out);
}

// A payment for the subscription failed. A renewal is tried again (R8.3), the others are over.
void account_core::fail_order(payment& of, instant t, effects& out) {
  auto& orders = subscription_.edit().orders;
  const auto found = orders.find(of.id);
  if (found != orders.end())
    if (auto* renewal = std::get_if<renewal_order>(&found->second)) return fail_renewal(of, *renewal, t, out);
  payments_.fail_attempt(of, t);
  drop_order(of, t, out);
}

// A payment for the subscription will not succeed any more: a first one leaves no subscription (R8.1), a
// renewal ends it (R8.3), a change does not happen.
void account_core::drop_order(payment& of, instant t, effects& out) {
  payments_.give_up(of);
  take_overage_back(of.id);
  const auto found = subscription_->orders.find(of.id);
  if (found == subscription_->orders.end()) return;
  const subscription_order order = found->second;
  subscription_.edit().orders.erase(found);
  if (const auto* first = std::get_if<first_cycle_order>(&order)) {
    subscription_.edit().state = first->state_before;
    subscription_.edit().plan = first->plan_before;
    tell_subscription(what::refused, of.id, t, out);
  } else if (std::holds_alternative<renewal_order>(order)) {
    end_subscription(t, of.id, out);
  }
}

// What is left of a period at `t`, by the setting (R8.7).
cycle_part account_core::left_of(const cycle_period& period, instant t) const {
  return billing_cycle::left_of(period, t, rules().proration_base, zone());
}

// A usage period begins out of turn (R2.6).
void account_core::begin_usage_period(instant t) {
  if (rules().period == usage_period::calendar_month) return;
  period_begin_ = t;
  period_end_ = end_of_usage_period(t);
  counted_.begin_period(t);
  begin_counts();
}

// When the usage period ends that holds `t` (R2.6).
instant account_core::end_of_usage_period(instant t) const {
  if (!subscription_->runs() || rules().period == usage_period::calendar_month)
    return next_month(t, DRAWDOWN_PLANTED("turns_again_in_utc", zone(), zone_table{}));
  const billing_cycle& cycle = subscription_->cycle;
  return cycle.is_longer_than_a_month() ? cycle.month_at(t, zone()).end : cycle.now().end;
}

}  // namespace drawdown
