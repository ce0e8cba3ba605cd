// Histories of an account with a subscription, made by hand.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "history.hpp"

namespace drawdown::test {

inline const instant first_turn = when("2026-02-05T12:00:00Z");  // a month behind noon
inline const instant second_turn = when("2026-03-05T12:00:00Z");

inline plan_terms plan_of(money price, credits allocation, calendar_unit cycle) {
  plan_terms plan;
  plan.price = price;
  plan.every = calendar_span{1, cycle};
  plan.allocation = allocation;
  return plan;
}

// A plan of 1000 for 29 USD a month, of which 300 are carried once; subscribed to at noon, and left for a
// plan of a year an hour later by the second step.
inline std::shared_ptr<const world> with_plans(const std::function<void(world&)>& change = [](world&) {}) {
  world_builder w;
  w.catalog().plans = {plan_of(29_usd, 1000_cr, calendar_unit::months),
                       plan_of(99_usd, 5000_cr, calendar_unit::years)};
  w.catalog().plans[0].rollover = carry_terms{300_cr, 1};
  w.user("ann");
  w.user("bob");
  change(w.raw());
  auto acme = w.account("acme");
  acme.agent("limited", when_exhausted::stop, 100_cr);
  acme.agent("easy", when_exhausted::use_balance, 100_cr);
  acme.at(noon).does(subscribe_command{0});
  acme.at(later).does(change_plan_command{1});
  return w.build();
}

inline subscription_figures active(instant renews = first_turn, plan_index plan = 0) {
  subscription_figures now;
  now.state = subscription_state::active;
  now.plan = plan;
  now.renews = renews;
  return now;
}

inline subscription_event told_of(subscription_event::what of, subscription_figures now,
                                  payment_id payment = 0) {
  return {of, payment, std::move(now)};
}

// Credit of the plan, until the first turn.
inline lot_event allocation(lot_id id, credits amount, credits balance, payment_id payment,
                            instant at = noon.next(), instant expires = first_turn) {
  lot_event granted = lot_of(id, lot_kind::plan, amount, balance);
  granted.created = granted.effective = at;
  granted.expires = expires;
  granted.of_cycle = true;
  granted.payment = payment;
  return granted;
}

inline charge_event charged_for(payment_for what, payment_id payment) {
  charge_event made;
  made.payment = payment;
  made.key =
      what == payment_for::renewal ? effect_key{effect_key::space::cycle, 0, payment} : key_of_step(payment);
  made.of = what;
  made.amount = 29_usd;
  return made;
}

// It was asked for at noon, and paid a microsecond later.
inline history subscribed(std::shared_ptr<const world> in = with_plans()) {
  history told(std::move(in));
  told.tell(command_event{key_of_step(1), command_event::what::subscribe, outcome::subscribed, false});
  told.tell(charged_for(payment_for::subscription, 1)).at(noon.next()).hears_success(1);
  return told.tell(told_of(subscription_event::what::begun, active(), 1));
}

// And 1000 were granted for it.
inline history with_allocation(std::shared_ptr<const world> in = with_plans()) {
  return subscribed(std::move(in)).tell(allocation(1, 1000_cr, 1000_cr, 1));
}

inline carry_event carried(lot_id id, credits kept, credits expired, credits balance,
                           instant expires = second_turn) {
  return {id, kept, expired, expires, balance};
}

}  // namespace drawdown::test
