#include "engine/reference/subscription.hpp"

#include <algorithm>

#include "engine/reference/allocations.hpp"
#include "engine/reference/carry.hpp"
#include "engine/reference/fees.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/overage.hpp"
#include "engine/reference/payments.hpp"
#include "engine/reference/recharge.hpp"
#include "engine/reference/takings.hpp"
#include "engine/time/calendar.hpp"

namespace drawdown::reference {
namespace {

using what = command_event::what;
using state = subscription_state;

outcome refuse(desk& d, const effect_key& key, what of, outcome why) {
  d.tell(command_event{key, of, why, false});
  return why;
}

// What is asked for: the first cycle, what is due for it and what it brings.
struct first_offer {
  first_cycle cycle;
  money due{};
  portion brings{};
};

// R8.1: the allocation comes at once, the first charge at the end of the trial.
first_offer offer_of_trial(const desk& d, plan_index plan, const span_of_time& trial) {
  const instant ends = add(d.now, trial, d.zone(), month_end::clamp);
  return {.cycle = {.anchor = ends, .trial = {d.now, ends}, .is_trial = true},
          .brings = allocation_of(d, plan)};
}

// R2.2: with an anchor there is a shorter first cycle, its price and allocation times f of R8.7.
first_offer offer_of_cycle(const desk& d, const subscribe_command& asked) {
  const plan_terms& terms = terms_of(d, asked.plan);
  const instant anchor = asked.anchor.value_or(d.now);
  const period cycle = cycle_at(d, anchor, terms.every, d.now);
  const period grant = grant_period_at(d, terms, anchor, cycle, d.now);
  const money price = price_of_plan(d, asked.plan, d.books.subscription.users.size());
  return {.cycle = {.anchor = anchor, .price = price},
          .due = times(d, price, part_left_at(d, cycle, d.now)),
          .brings = allocation_of(d, asked.plan, part_left_at(d, grant, d.now))};
}

first_offer offer_of(const desk& d, const subscribe_command& asked) {
  const auto& trial = terms_of(d, asked.plan).trial;
  return trial ? offer_of_trial(d, asked.plan, *trial) : offer_of_cycle(d, asked);
}

// R8.3, R8.6: of the payments that were waited for, those whose latest attempt is known to have failed are
// given up. What they had billed of usage is to be billed again (R4.5).
void give_up_failed_payments(books& b) {
  for (const auto& [id, awaited] : b.subscription.awaited) {
    bill_again(b, id);
    payment& p = b.payments.at(id);
    if (!p.latest_failed) continue;
    cancel_retry(b, p);
    b.in_flight.erase(id);
  }
  b.subscription.awaited.clear();
}

// R8.8: those who were to leave are gone.
void let_users_leave(subscription& s) {
  std::erase_if(s.users, [&](user_index user) {
    return std::find(s.leaving.begin(), s.leaving.end(), user) != s.leaving.end();
  });
  s.leaving.clear();
}

// R8.6 `cancel_refund`: what is given back for the rest of a cycle that was paid for: no more than there is
// of its payment.
money refund_of_rest(const desk& d) {
  const subscription& s = d.books.subscription;
  if (d.rules().on_cancel != cancel_refund::prorated || s.paid_by == 0) return {};
  const payment& p = d.books.payments.at(s.paid_by);
  if (p.disputed && !p.disputed->won) return {};
  const money there_is = money::from_minor(p.amount.minor() - p.given_back.minor());
  return std::min(times(d, s.charged, part_left_at(d, s.cycle, d.now)), there_is);
}

// R13.3: whether the event says what a payment that succeeded was for.
bool says_what_was_paid_for(subscription_event::what of) {
  using told = subscription_event::what;
  return of == told::begun || of == told::renewed || of == told::plan_changed || of == told::units_paid ||
         of == told::user_joined;
}

void cancel_at_once(desk& d, const effect_key& key) {
  const payment_id paid_by = d.books.subscription.paid_by;
  const money given_back = refund_of_rest(d);
  end_subscription(d);
  if (given_back <= money{}) return;
  payment& p = d.books.payments.at(paid_by);
  p.given_back += given_back;
  return_money(d, p, given_back.minor(), money_account::refunds);
  refund_fee(d, paid_by, given_back);
  d.tell(payment_refund_event{.key = key,
                              .payment = p.key,
                              .id = p.id,
                              .given_back = given_back,
                              .slices = {},
                              .balance = figures_of(d.books).balance()});
}

}  // namespace

subscription_figures figures_of(const subscription& s) {
  subscription_figures now{.state = s.state, .plan = s.plan};
  now.users = s.users;
  if (!s.runs()) return now;
  now.renews = s.cycle.ends;
  now.cancels = s.cancels;
  now.next_plan = s.next_plan;
  now.units = s.units;
  return now;
}

void tell_subscription(desk& d, subscription_event::what of, payment_id payment) {
  if (payment != 0 && says_what_was_paid_for(of))
    defer_fee(d, d.books.payments.at(payment), of == subscription_event::what::renewed);
  const money price = payment == 0 ? money{} : d.books.payments.at(payment).amount;
  d.tell(subscription_event{of, payment, figures_of(d.books.subscription), price});
}

bool lacks_payment_method(const desk& d) {
  return !d.account.invoice_terms && d.books.payment_methods.empty();
}

outcome work_subscribe(desk& d, const effect_key& key, const subscribe_command& asked) {
  subscription& s = d.books.subscription;
  if (s.runs() || s.state == state::pending)
    return refuse(d, key, what::subscribe, outcome::already_subscribed);
  const first_offer offer = offer_of(d, asked);
  const bool is_free = offer.due <= money{};
  if (!is_free && lacks_payment_method(d)) return refuse(d, key, what::subscribe, outcome::no_payment_method);
  d.tell(command_event{key, what::subscribe, outcome::subscribed, false});
  s.former_plan = s.plan;
  s.plan = asked.plan;
  if (is_free) {
    begin_subscription(d, offer.cycle, {offer.brings}, 0, key);
    return outcome::subscribed;
  }
  s.state = state::pending;
  payment& p = make_payment(d, key, {offer.due, credits{}}, payment_for::subscription);
  s.awaited.emplace(p.id, awaited_payment{offer.cycle, {offer.brings}});
  send_payment(d, p);
  return outcome::subscribed;
}

void begin_subscription(desk& d, const first_cycle& first, const std::vector<portion>& brings,
                        payment_id payment, const effect_key& key) {
  subscription& s = d.books.subscription;
  const plan_terms& terms = terms_of(d, s.plan);
  s.state = state::active;
  s.on_trial = first.is_trial;
  s.anchor = first.anchor;
  s.cycle = first.is_trial ? first.trial : cycle_at(d, first.anchor, terms.every, d.now);
  s.grant = grant_period_at(d, terms, s.anchor, s.cycle, d.now);
  s.units.assign(d.sold().add_ons.size(), 0);
  s.next_units = s.units;
  s.charged = first.price;
  s.paid_by = payment;
  begin_usage_period_of_cycle(d);
  tell_subscription(d, subscription_event::what::begun, payment);
  grant_portions(d, brings, {payment, key}, s.users);
}

void refuse_subscription(desk& d, payment_id payment) {
  subscription& s = d.books.subscription;
  s.plan = s.former_plan;
  s.state = s.plan == no_plan ? state::none : state::ended;
  tell_subscription(d, subscription_event::what::refused, payment);
}

void end_subscription(desk& d, payment_id failed) {
  subscription& s = d.books.subscription;
  const bool ran = s.runs();
  end_or_carry(d, cycle_lots(d, [](const lot&) { return true; }), std::nullopt);
  give_up_failed_payments(d.books);
  let_users_leave(s);
  s.state = state::ended;
  s.on_trial = false;
  s.cancels = false;
  s.next_plan = no_plan;
  s.paid_by = 0;
  if (ran) begin_usage_period_of_cycle(d);
  end_fees(d);
  tell_subscription(d, subscription_event::what::ended, failed);
  if (ran && failed == 0) send_overage(d);
}

outcome work_cancel(desk& d, const effect_key& key, const cancel_command& asked) {
  subscription& s = d.books.subscription;
  if (s.state == state::none) return refuse(d, key, what::cancel, outcome::subscription_required);
  if (s.state == state::ended) return refuse(d, key, what::cancel, outcome::subscription_ended);
  d.tell(command_event{key, what::cancel, outcome::changed, false});
  if (asked.at_once || s.state != state::active)
    cancel_at_once(d, key);
  else
    s.cancels = true;
  return outcome::changed;
}

outcome work_resume(desk& d, const effect_key& key) {
  subscription& s = d.books.subscription;
  if (s.state == state::none) return refuse(d, key, what::resume, outcome::subscription_required);
  if (s.state == state::ended) return refuse(d, key, what::resume, outcome::subscription_ended);
  s.cancels = false;
  d.tell(command_event{key, what::resume, outcome::changed, false});
  return outcome::changed;
}

}  // namespace drawdown::reference
