// Units of add-ons, and the users of an account (R8.4, R8.5, R8.8).
#include <utility>

#include "engine/account/account_core.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {
namespace {

using what = subscription_event::what;

}  // namespace

void account_core::act_on(const command& step, const add_on_command& body, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::add_on, out)) {
    const auto change = plan_of(body, step.order.at);
    const outcome result = pay_for(step, change, payment_for::units, command_event::what::add_on, out);
    remember(step, result);
    if (change.at_renewal && result == outcome::changed)
      subscription_.edit().units[body.add_on].next = body.units;
  }
  look(step.order.at, out);
}

// Units above those paid for in this cycle are charged now; else only the next cycle changes (R8.4).
account_core::planned_change account_core::plan_of(const add_on_command& body, instant t) const {
  if (const auto refused = why_no_change()) return {.refused = refused};
  if (!is_offered(body.add_on, subscription_->plan)) return {.refused = outcome::add_on_not_offered};
  const unit_count& units = subscription_->units[body.add_on];
  const std::uint32_t paid = DRAWDOWN_PLANTED("units_charged_again", units.paid, units.next);
  if (body.units <= paid) return {.at_renewal = true};
  const add_on_terms& terms = sold().add_ons[body.add_on];
  const cycle_part part = terms.prorate ? left_of(subscription_->cycle.now(), t) : cycle_part{};
  const std::uint32_t more = body.units - paid;
  const int128 price = int128{terms.price.minor()} * more * subscription_->times_charged(terms.pool);
  const money due = part_of(price, part, rules().money_rounding);
  const auto each = part_of(int128{terms.unit.micro()} * more, part, rules());
  return {.due = due, .order = units_order{body.add_on, body.units, more, each, due}};
}

void account_core::add_units(const units_order& order, const effect_key& key, payment_id paid_by, instant t,
                             effects& out) {
  subscription_.edit().units[order.add_on] = {order.units, order.units};
  tell_subscription(what::units_paid, paid_by, t, out);
  grant_units(order.add_on, order.each, order.price, key, paid_by, t, out);
}

void account_core::act_on(const command& step, const seat_command& body, effects& out) {
  const auto told = body.joins ? command_event::what::add_user : command_event::what::remove_user;
  if (!answer_repeated_or_forbidden(step, told, out))
    remember(step, body.joins ? join(step, body, out) : leave(step, body, out));
  look(step.order.at, out);
}

// Whether a seat costs something: only where the plan is for each user.
bool account_core::seats_are_sold() const {
  const bool has_plan = subscription_->runs() || subscription_->state == subscription_state::pending;
  return has_plan && plan_now().pool == credit_pool::per_user;
}

// What a user who joins costs: the part of the cycle that is left, of price and allocation (R8.8).
account_core::planned_change account_core::plan_of(const seat_command& body, instant t) const {
  const auto here = subscription_->find_user(body.user);
  if (!seats_are_sold()) {
    if (here != subscription_->seats.end()) return {.refused = outcome::already_a_user};
    return {.order = seat_order{body.user, {}, 0}};
  }
  if (const auto refused = why_no_change()) return {.refused = refused};
  if (here != subscription_->seats.end()) return {.refused = outcome::already_a_user};
  const plan_terms& terms = plan_now();
  const int128 price = subscription_->is_trial ? 0 : terms.price.minor();
  const auto each = part_of(terms.allocation.micro(), left_of(subscription_->grant_period, t), rules());
  return {.due = part_of(price, left_of(subscription_->cycle.now(), t), rules().money_rounding),
          .order = seat_order{body.user, each, price}};
}

outcome account_core::join(const command& step, const seat_command& body, effects& out) {
  if (const auto here = subscription_->find_user(body.user);
      here != subscription_->seats.end() && here->leaves) {
    subscription_.edit().find_user(body.user)->leaves = false;
    tell(step, command_event::what::add_user, outcome::changed, out);
    return outcome::changed;
  }
  const auto change = plan_of(body, step.order.at);
  if (change.refused || seats_are_sold())
    return pay_for(step, change, payment_for::user, command_event::what::add_user, out);
  subscription_.edit().seats.push_back({body.user, false});
  tell(step, command_event::what::add_user, outcome::changed, out);
  return outcome::changed;
}

// A user who was paid for has the seat, and the part of the allocation that is left (R8.8).
void account_core::seat_user(const seat_order& order, const effect_key& key, payment_id paid_by, instant t,
                             effects& out) {
  subscription& s = subscription_.edit();
  s.seats.push_back({order.user, false});
  s.charged_minor += order.price_minor;
  tell_subscription(what::user_joined, paid_by, t, out);
  lot made;
  made.kind = lot_kind::plan;
  made.user = order.user;
  made.expires = s.grant_period.end;
  made.payment = paid_by;
  made.key = key;
  grant_of_cycle(std::move(made), order.each, t, out);
}

// A user leaves with the cycle where the plan is for each user, else at once (R8.8).
outcome account_core::leave(const command& step, const seat_command& body, effects& out) {
  const bool is_here = subscription_->find_user(body.user) != subscription_->seats.end();
  const outcome result = is_here ? outcome::changed : outcome::not_a_user;
  tell(step, command_event::what::remove_user, result, out);
  if (!is_here) return result;
  subscription& s = subscription_.edit();
  const auto here = s.find_user(body.user);
  if (s.runs() && seats_are_sold())
    here->leaves = true;
  else
    s.seats.erase(here);
  return result;
}

}  // namespace drawdown
