#include "engine/reference/recharge.hpp"

#include <algorithm>

#include "engine/reference/debts.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/payments.hpp"
#include "engine/reference/recharge_amount.hpp"
#include "engine/reference/recharge_waits.hpp"
#include "engine/reference/subscription_payments.hpp"

namespace drawdown::reference {
namespace {

// R10.4: a failure is reported once per downward crossing, not once per debit.
void report_failure(desk& d, const recharge_failed_event& report) {
  if (d.books.recharge.reported) return;
  d.books.recharge.reported = true;
  d.tell(report);
}

// What is available of the wallet (R3.12).
credits available_in_wallet(const books& b) {
  credits sum;
  for (const lot& l : b.lots)
    if (l.kind == lot_kind::paid || l.kind == lot_kind::adjustment) sum += l.available();
  return sum;
}

// R10.2: the figure that is watched, less debt, with the credit that is still coming where the terms count
// it.
credits watched_figure(const books& b, const recharge_terms& terms) {
  const figures now = figures_of(b);
  credits watched = terms.watch == recharge_watch::available ? now.available() : available_in_wallet(b);
  watched -= now.debt;
  if (terms.count_pending)
    for (const payment_id id : b.in_flight) watched += b.payments.at(id).brings;
  return watched;
}

// R10.3: at most one recharge is in flight.
bool recharge_is_in_flight(const books& b) {
  return std::any_of(b.in_flight.begin(), b.in_flight.end(),
                     [&](payment_id id) { return b.payments.at(id).is_recharge(); });
}

void buy(desk& d, const purchase& wanted) {
  d.books.recharge.waiting.reset();
  d.books.recharge.begun += 1;
  const effect_key key{effect_key::space::recharge, 0, d.books.recharge.begun};
  send_payment(d, make_payment(d, key, wanted, payment_for::recharge));
}

// R10.4 `retry`: the attempt after k comes at the k-th delay from the first failure; after the last one
// recharging ends.
void retry_or_switch_off(desk& d, payment& p) {
  const std::vector<duration>& delays = d.rules().retry;
  if (p.attempts <= delays.size()) {
    p.retry_at = std::max(*p.first_failure + delays[p.attempts - 1], d.now.next());
    d.books.retries.insert({*p.retry_at, p.id});
    return;
  }
  d.books.recharge.on = false;
  d.books.in_flight.erase(p.id);
  d.tell(recharge_off_event{p.id});
}

// R10.4 `retry`: the failure of an attempt, of which there may be others.
void attempt_of_retries_failed(desk& d, payment& p, const recharge_failed_event& report) {
  if (!p.first_failure) p.first_failure = d.now;
  report_failure(d, report);
  if (d.books.recharge.on)
    retry_or_switch_off(d, p);
  else
    d.books.in_flight.erase(p.id);
}

// R10.4 `back_off`, `break_after`: the payment is over, and every failure is told.
void only_attempt_failed(desk& d, payment& p, const recharge_failed_event& report) {
  recharge_state& recharge = d.books.recharge;
  d.books.in_flight.erase(p.id);
  recharge.last_failure = d.now;
  recharge.failures += 1;
  recharge.failed_fingerprint = p.fingerprint;
  d.tell(report);
}

}  // namespace

void look_at_recharge(desk& d) {
  recharge_state& recharge = d.books.recharge;
  recharge.wake_at = instant::never();
  if (!recharge.on) return;
  const recharge_terms& terms = *recharge.terms;
  const credits watched = watched_figure(d.books, terms);
  if (!is_low(terms, watched.micro())) {
    recharge.reported = false;
    recharge.waiting.reset();
    return;
  }
  if (recharge_is_in_flight(d.books) || is_suspended(d.books)) return;
  if (first_attempt_is_in_flight(d.books)) return;
  if (const auto delay = delay_of(d, terms)) return wait(d, *delay);
  const recharge_decision decided = what_to_buy(d, terms, watched);
  if (decided.refusal) return report_failure(d, {.why = *decided.refusal});
  if (!decided.bought) return;
  if (const auto delay = delay_of_spending(d, terms, decided.bought->price)) return wait(d, *delay);
  buy(d, *decided.bought);
}

void recharge_attempt_failed(desk& d, payment& p, const recharge_failed_event& report) {
  if (d.rules().on_failure == failure_policy::retry)
    attempt_of_retries_failed(d, p, report);
  else
    only_attempt_failed(d, p, report);
}

void failures_are_over(books& b) {
  b.recharge.last_failure.reset();
  b.recharge.failures = 0;
}

void payment_methods_changed(books& b) {
  if (b.payment_methods.empty()) return;
  if (b.payment_methods.front().fingerprint != b.recharge.failed_fingerprint) b.recharge.failures = 0;
}

void make_due_retries(desk& d) {
  std::set<due_payment>& due = d.books.retries;
  while (!due.empty() && due.begin()->first <= d.now) {
    payment& p = d.books.payments.at(due.begin()->second);
    cancel_retry(d.books, p);
    if (!p.is_recharge()) {
      retry_renewal(d, p);
      continue;
    }
    if (!d.books.payment_methods.empty()) {
      charge_next_attempt(d, p);
      continue;
    }
    // R10.4: without a payment method the attempt fails at once, and nothing reaches a gateway.
    p.attempts += 1;
    p.latest_failed = true;
    recharge_attempt_failed(d, p, {.payment = p.id, .declined = false, .why = outcome::no_payment_method});
  }
}

void cancel_retry(books& b, payment& p) {
  if (!p.retry_at) return;
  b.retries.erase({*p.retry_at, p.id});
  p.retry_at.reset();
}

void change_recharge(books& b, const std::optional<recharge_terms>& terms) {
  b.recharge.terms = terms;
  b.recharge.on = terms.has_value();
  if (terms) {
    b.recharge.reported = false;
    b.recharge.waiting.reset();
    return;
  }
  for (auto& [id, waiting] : b.payments) {
    if (!waiting.is_recharge() || !waiting.retry_at) continue;
    cancel_retry(b, waiting);
    b.in_flight.erase(waiting.id);
  }
}

}  // namespace drawdown::reference
