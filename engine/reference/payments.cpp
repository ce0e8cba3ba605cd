#include "engine/reference/payments.hpp"

#include <algorithm>

#include "engine/reference/agents.hpp"
#include "engine/reference/amounts.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/recharge.hpp"
#include "engine/units/rate.hpp"

namespace drawdown::reference {
namespace {

// R9.1: what is asked for, in money and in credits, at the rate of the catalog.
std::optional<purchase> purchase_of(const desk& d, const asked_amount& asked) {
  const credit_rate& rate = d.in.catalog.rate;
  if (const money* price = std::get_if<money>(&asked)) {
    const auto brings = credits_for(*price, rate, d.rules().grant_rounding, d.rules().credit_decimals);
    if (!brings) return std::nullopt;
    return purchase{*price, *brings};
  }
  const std::optional<credits> brings = round_granted(std::get<credits>(asked), d.rules());
  if (!brings) return std::nullopt;
  const auto price = price_of(*brings, rate, d.rules().money_rounding);
  if (!price) return std::nullopt;
  return purchase{*price, *brings};
}

// R9.1: whether such a sum is sold: one of the tiers, or within the bounds.
std::optional<outcome> not_offered(const top_up_terms& terms, money price) {
  if (std::find(terms.tiers.begin(), terms.tiers.end(), price) != terms.tiers.end()) return std::nullopt;
  if (!terms.tiers.empty() && !terms.minimum && !terms.maximum) return outcome::amount_not_offered;
  if (terms.minimum && price < *terms.minimum) return outcome::below_minimum;
  if (terms.maximum && price > *terms.maximum) return outcome::above_maximum;
  return std::nullopt;
}

// R9.1, R10.4: the first reason not to make the payment of a top-up.
std::optional<outcome> refusal_of(const desk& d, const std::optional<purchase>& wanted) {
  if (!wanted) return outcome::amount_out_of_range;
  if (const auto refusal = not_offered(d.in.catalog.top_ups, wanted->price)) return refusal;
  if (wanted->price <= money{} || wanted->brings <= credits{}) return outcome::amount_too_small;
  if (!may_commit(d.books, wanted->brings)) return outcome::amount_out_of_range;
  if (d.books.payment_methods.empty()) return outcome::no_payment_method;
  return std::nullopt;
}

// R9.3, R9.4: the credit of a payment, granted once.
void grant_credit_of(desk& d, payment& p) {
  p.credited = true;
  d.books.in_flight.erase(p.id);
  cancel_retry(d.books, p);
  const auto& lives = d.in.catalog.top_ups.expires;
  const instant expires = lives ? add(d.now, *lives, d.zone(), d.rules().month_end_rule) : instant::never();
  accept_lot(d, lot{.kind = lot_kind::paid,
                    .granted = p.brings,
                    .effective = d.now,
                    .expires = expires,
                    .priority = d.rules().priorities[static_cast<std::size_t>(lot_kind::paid)],
                    .cost = p.amount,
                    .payment = p.id,
                    .key = p.key});
  failures_are_over(d.books);
  if (!p.is_recharge) persons_top_up_succeeded(d);
}

// R9.4, R10.1: what hearing this does to the payment. An answer of success leaves the outcome to the notice.
notice_effect effect_of(const payment& p, const heard_event& heard) {
  switch (heard.answer) {
    case payment_answer::timed_out:
      return notice_effect::awaiting;
    case payment_answer::succeeded:
      if (heard.is_answer) return notice_effect::awaiting;
      return p.credited ? notice_effect::already_credited : notice_effect::credited;
    case payment_answer::declined: {
      const bool tells_news = !p.credited && heard.attempt == p.attempts && !p.latest_failed;
      return tells_news ? notice_effect::failed : notice_effect::ignored;
    }
  }
  return notice_effect::ignored;
}

// R9.4: the payment's attempt is known to have failed: a person's payment is over, a recharge goes by R10.4.
void attempt_failed(desk& d, payment& p, std::uint16_t reason) {
  p.latest_failed = true;
  if (p.is_recharge)
    recharge_attempt_failed(d, p, {.payment = p.id, .declined = true, .reason = reason});
  else
    d.books.in_flight.erase(p.id);
}

// Hears what is said of a payment, writes it down, and then what comes of it.
void hear(desk& d, payment& p, heard_event heard) {
  heard.payment = p.id;
  heard.key = p.key;
  heard.effect = effect_of(p, heard);
  d.tell(heard);
  if (heard.effect == notice_effect::credited) grant_credit_of(d, p);
  if (heard.effect == notice_effect::failed) attempt_failed(d, p, heard.reason);
  stop_where_only_paid_is_left(d.books);
}

// R2.8: what a gateway says of a charge is heard a microsecond later at the least.
void expect_notices(desk& d, const script& answers) {
  for (const notice& n : answers.notices) {
    const bool belongs =
        n.payment == answers.of.payment && n.attempt == answers.of.attempt && n.at > answers.of.at;
    if (belongs)
      d.books.notices.insert(n);
    else
      d.differs("a notice is of another attempt, or comes too early: " + describe(answers.of, d.in));
  }
}

}  // namespace

outcome work_top_up(desk& d, const effect_key& key, const top_up_command& asked) {
  const std::optional<purchase> wanted = purchase_of(d, asked.amount);
  if (const auto refusal = refusal_of(d, wanted)) {
    d.tell(command_event{key, command_event::what::top_up, *refusal, false});
    return *refusal;
  }
  d.tell(command_event{key, command_event::what::top_up, outcome::requested, false});
  charge_next_attempt(d, make_payment(d, key, *wanted, false));
  return outcome::requested;
}

payment& make_payment(desk& d, const effect_key& key, const purchase& bought, bool is_recharge) {
  books& b = d.books;
  b.committed += bought.brings;
  const auto id = static_cast<payment_id>(b.payments.size() + 1);
  b.payments.push_back({.id = id,
                        .key = key,
                        .amount = bought.price,
                        .brings = bought.brings,
                        .is_recharge = is_recharge,
                        .begun = d.now});
  b.in_flight.insert(id);
  return b.payments.back();
}

void charge_next_attempt(desk& d, payment& p) {
  const payment_method& method = d.books.payment_methods.front();
  p.attempts += 1;
  p.latest_failed = false;
  p.fingerprint = method.fingerprint;
  std::uint32_t& made_on_it = d.books.attempts_on[method.fingerprint];
  const charge sent{p.id, p.key, p.attempts, made_on_it, d.now, p.amount, method};
  made_on_it += 1;
  d.tell(charge_event{p.id, p.key, p.attempts, p.is_recharge, method.gateway, p.amount, p.brings});
  d.charges.push_back(sent);
  if (const auto answers = d.scripts.take(sent))
    expect_notices(d, *answers);
  else
    d.differs("the gateway's answer is missing: " + describe(sent, d.in));
}

void hear_notices(desk& d) {
  std::multiset<notice, hearing_order>& waiting = d.books.notices;
  while (!waiting.empty() && waiting.begin()->at <= d.now) {
    const notice heard = *waiting.begin();
    waiting.erase(waiting.begin());
    heard_event event;
    event.attempt = heard.attempt;
    event.is_answer = heard.is_answer();
    event.answer = heard.answer;
    event.reason = heard.reason;
    hear(d, d.books.payments[heard.payment - 1], event);
  }
}

void hear_by_hand(desk& d, const notice_command& said) {
  std::vector<payment>& payments = d.books.payments;
  const auto of =
      std::find_if(payments.begin(), payments.end(), [&](const payment& p) { return p.key == said.payment; });
  heard_event event;
  event.by_hand = true;
  event.answer = said.answer;
  if (of != payments.end()) {
    event.attempt = said.attempt.value_or(of->attempts);
    hear(d, *of, event);
    return;
  }
  event.key = said.payment;
  event.effect = notice_effect::unknown_payment;
  d.tell(event);
}

}  // namespace drawdown::reference
