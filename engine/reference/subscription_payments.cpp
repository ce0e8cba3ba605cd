#include "engine/reference/subscription_payments.hpp"

#include <algorithm>
#include <variant>

#include "engine/reference/allocations.hpp"
#include "engine/reference/changes.hpp"
#include "engine/reference/overage.hpp"
#include "engine/reference/payments.hpp"
#include "engine/reference/recharge.hpp"
#include "engine/reference/subscription.hpp"

namespace drawdown::reference {
namespace {

using told = subscription_event::what;

bool grants_at_boundary(const desk& d) {
  return d.rules().renewal_grants == renewal_grant::at_boundary;
}

// R8.3: the subscription is past due from the first failure on.
void become_past_due(desk& d, payment_id payment) {
  d.books.subscription.state = subscription_state::past_due;
  tell_subscription(d, told::past_due, payment);
}

// R8.3 `dunning`: the next attempt, counted from the first failure, or the end.
void retry_or_end(desk& d, payment& p, const renewal& waiting) {
  const std::vector<duration>& delays = d.rules().dunning;
  if (waiting.retries_made < delays.size()) {
    p.retry_at = std::max(*p.first_failure + delays[waiting.retries_made], d.now.next());
    d.books.retries.insert({*p.retry_at, p.id});
    return;
  }
  end_subscription(d, p.id);
}

// R8.3: an attempt at a renewal failed, here or at the gateway.
void renewal_attempt_failed(desk& d, payment& p, const renewal& waiting) {
  p.latest_failed = true;
  if (!p.first_failure) {
    p.first_failure = d.now;
    become_past_due(d, p.id);
  }
  retry_or_end(d, p, waiting);
}

// R10.4: without a payment method an attempt fails at once, and nothing reaches a gateway.
void make_attempt(desk& d, payment& p, const renewal& waiting) {
  if (!d.books.payment_methods.empty()) return charge_next_attempt(d, p);
  p.attempts += 1;
  renewal_attempt_failed(d, p, waiting);
}

// R8.2, R8.3: the whole allocation and all units, to the end of the running periods.
void succeed(desk& d, const payment& p) {
  subscription& s = d.books.subscription;
  s.state = subscription_state::active;
  s.paid_by = p.id;
  s.units = s.next_units;
  tell_subscription(d, told::renewed, p.id);
  if (!grants_at_boundary(d)) grant_portions(d, portions_of_cycle(d, s.units), {p.id, p.key}, s.users);
}

// What the payment was waited for acts.
struct success {
  desk& d;
  const payment& p;
  const std::vector<portion>& brings;

  void operator()(const first_cycle& first) const { begin_subscription(d, first, brings, p.id, p.key); }
  void operator()(const renewal&) const { succeed(d, p); }
  template <class Change>
  void operator()(const Change& change) const {
    act(d, change, brings, {p.id, p.key});
  }
};

// The payment is waited for no more; answers what it was waited for, if it was.
std::optional<awaited_payment> wait_no_more(desk& d, const payment& p) {
  auto& awaited = d.books.subscription.awaited;
  const auto found = awaited.find(p.id);
  if (found == awaited.end()) return std::nullopt;
  awaited_payment was = found->second;
  awaited.erase(found);
  return was;
}

// R8.1, R8.7: any payment but a renewal is over with its failure.
void fail_for_good(desk& d, payment& p) {
  d.books.in_flight.erase(p.id);
  const auto was = wait_no_more(d, p);
  if (was && std::holds_alternative<first_cycle>(was->what)) refuse_subscription(d, p.id);
}

// The renewal that the payment is waited for, or null.
renewal* renewal_of(desk& d, const payment& p) {
  auto& awaited = d.books.subscription.awaited;
  const auto found = awaited.find(p.id);
  return found == awaited.end() ? nullptr : std::get_if<renewal>(&found->second.what);
}

}  // namespace

void charge_renewal(desk& d, money cycle, const std::optional<money>& with_overage, const effect_key& key) {
  subscription& s = d.books.subscription;
  payment& p = make_payment(d, key, {with_overage.value_or(cycle), credits{}}, payment_for::renewal);
  s.awaited.emplace(p.id, awaited_payment{renewal{}});
  if (with_overage) bill_overage(d, p, money::from_minor(with_overage->minor() - cycle.minor()));
  if (lacks_payment_method(d))
    make_attempt(d, p, renewal{});
  else
    send_payment(d, p);
  if (grants_at_boundary(d) && s.runs())
    grant_portions(d, portions_of_cycle(d, s.units), {p.id, p.key}, s.users);
}

void subscription_payment_succeeded(desk& d, payment& p) {
  const auto was = wait_no_more(d, p);
  if (!was) return give_back(d, p);
  overage_was_paid(d.books, p.id);
  std::visit(success{d, p, was->brings}, was->what);
}

void subscription_attempt_failed(desk& d, payment& p) {
  if (const renewal* waiting = renewal_of(d, p))
    renewal_attempt_failed(d, p, *waiting);
  else
    fail_for_good(d, p);
}

void subscription_invoice_overdue(desk& d, payment& p) {
  if (renewal_of(d, p)) become_past_due(d, p.id);
}

void subscription_invoice_voided(desk& d, payment& p) {
  p.latest_failed = true;
  if (renewal_of(d, p))
    end_subscription(d, p.id);
  else
    fail_for_good(d, p);
}

void retry_renewal(desk& d, payment& p) {
  renewal* waiting = renewal_of(d, p);
  ensure(waiting != nullptr, "R8.3: a renewal is tried again while it is waited for");
  waiting->retries_made += 1;
  make_attempt(d, p, *waiting);
}

void try_new_payment_method(desk& d) {
  if (d.books.subscription.state != subscription_state::past_due || lacks_payment_method(d)) return;
  for (auto& [id, p] : d.books.payments) {
    if (!p.latest_failed || !renewal_of(d, p)) continue;
    cancel_retry(d.books, p);
    charge_next_attempt(d, p);
  }
}

bool first_attempt_is_in_flight(const books& b) {
  return std::any_of(b.in_flight.begin(), b.in_flight.end(), [&](payment_id id) {
    const payment& p = b.payments.at(id);
    const bool counts = p.what == payment_for::subscription || p.what == payment_for::renewal;
    return counts && p.attempts == 1 && !p.latest_failed;
  });
}

}  // namespace drawdown::reference
