#include "engine/reference/payments.hpp"

#include <algorithm>

#include "engine/reference/agents.hpp"
#include "engine/reference/amounts.hpp"
#include "engine/reference/invoices.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/overage.hpp"
#include "engine/reference/rates.hpp"
#include "engine/reference/recharge.hpp"
#include "engine/reference/roles.hpp"
#include "engine/reference/sold_sums.hpp"
#include "engine/reference/subscription_payments.hpp"
#include "engine/reference/takings.hpp"

namespace drawdown::reference {
namespace {

// R9.1: what is asked for, in money and in credits, at the rates of the catalog.
std::optional<purchase> purchase_of(const desk& d, const asked_amount& asked) {
  if (const money* price = std::get_if<money>(&asked)) {
    const auto brings = credits_for(d.sold(), *price, d.rules());
    if (!brings) return std::nullopt;
    return purchase{*price, *brings, true};
  }
  const std::optional<credits> brings = round_granted(std::get<credits>(asked), d.rules());
  if (!brings) return std::nullopt;
  const auto price = price_of(d.sold(), *brings, d.rules().money_rounding);
  if (!price) return std::nullopt;
  return purchase{*price, *brings, false};
}

// R9.3: whether the account is billed the other way than it was asked for.
bool is_billed_otherwise(const desk& d, command_event::what asked) {
  return is_invoiced(d) != (asked == command_event::what::invoice);
}

// R9.1, R9.3, R10.4: the first reason not to make the payment of a top-up.
std::optional<outcome> refusal_of(const desk& d, command_event::what asked,
                                  const std::optional<purchase>& wanted) {
  if (is_billed_otherwise(d, asked)) return outcome::billing_method;
  if (!is_open_to_top_ups(d)) return outcome::membership_required;
  if (!wanted) return outcome::amount_out_of_range;
  if (const auto refusal = why_not_sold(d.sold().top_ups, wanted->price)) return refusal;
  if (wanted->price <= money{} || wanted->brings <= credits{}) return outcome::amount_too_small;
  if (!has_room_for(d, *wanted)) return outcome::amount_out_of_range;
  if (!is_invoiced(d) && d.books.payment_methods.empty()) return outcome::no_payment_method;
  return std::nullopt;
}

// R9.1: a lot that a payment brings.
void accept_lot_of(desk& d, const payment& p, lot_kind kind, credits granted, money cost,
                   const std::optional<span_of_time>& lives) {
  const instant expires = lives ? add(d.now, *lives, d.zone(), d.rules().month_end_rule) : instant::never();
  accept_lot(d,
             lot{.kind = kind,
                 .granted = granted,
                 .effective = d.now,
                 .expires = expires,
                 .priority = d.rules().priorities[static_cast<std::size_t>(kind)],
                 .cost = cost,
                 .payment = p.id,
                 .key = p.key},
             money_account::unsettled);
}

// R9.1 `rate_fixed_at: payment`: for money that was asked for there is credit at the rates of now. Where that
// is nothing, or can't be counted (R1.5, R1.6), what was shown when it was asked for is granted.
credits brought_now(desk& d, const payment& p) {
  if (d.rules().rate_fixed_at == rate_time::request || !p.asked_in_money) return p.brings;
  const auto now = credits_for(d.sold(), p.amount, d.rules());
  if (!now || *now <= credits{}) return p.brings;
  const credits more = std::max(credits{}, *now - p.brings);
  if (!may_commit(d.books, more)) return p.brings;
  d.books.committed += more;
  return *now;
}

// R9.1, R9.3, R9.4: the credit of a top-up or a recharge, and its bonus.
void grant_credit_of(desk& d, const payment& p) {
  const top_up_terms& terms = d.sold().top_ups;
  accept_lot_of(d, p, lot_kind::paid, brought_now(d, p), p.amount, terms.expires);
  if (!p.bonus.is_zero()) accept_lot_of(d, p, lot_kind::free, p.bonus, money{}, terms.bonus_expires);
  failures_are_over(d.books);
  if (!p.is_recharge()) persons_top_up_succeeded(d);
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
  if (p.what == payment_for::overage)
    overage_payment_failed(d, p);
  else if (!brings_credit(p.what))
    subscription_attempt_failed(d, p);
  else if (p.is_recharge())
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
  if (heard.effect == notice_effect::credited) {
    take_money(d, p, heard.attempt);
    payment_succeeded(d, p);
  }
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

std::optional<outcome> why_not_sold(const top_up_terms& terms, money price) {
  if (std::find(terms.tiers.begin(), terms.tiers.end(), price) != terms.tiers.end()) return std::nullopt;
  if (!terms.tiers.empty() && !terms.minimum && !terms.maximum) return outcome::amount_not_offered;
  if (terms.minimum && price < *terms.minimum) return outcome::below_minimum;
  if (terms.maximum && price > *terms.maximum) return outcome::above_maximum;
  return std::nullopt;
}

outcome work_purchase(desk& d, const effect_key& key, command_event::what of, const asked_amount& asked) {
  const std::optional<purchase> wanted = purchase_of(d, asked);
  if (const auto refusal = refusal_of(d, of, wanted)) {
    d.tell(command_event{key, of, *refusal, false});
    return *refusal;
  }
  d.tell(command_event{key, of, outcome::requested, false});
  send_payment(d, make_payment(d, key, *wanted, payment_for::top_up));
  return outcome::requested;
}

bool brings_credit(payment_for what) {
  return what == payment_for::top_up || what == payment_for::recharge;
}

credits bonus_of(const desk& d, money price) {
  credits reached;
  for (const top_up_bonus& bonus : d.sold().top_ups.bonuses)
    if (bonus.from <= price) reached = bonus.brings;
  return round_granted(reached, d.rules()).value_or(credits{});
}

bool has_room_for(const desk& d, const purchase& wanted) {
  if (!may_commit(d.books, wanted.brings)) return false;
  const credits room_besides = credits::largest() - d.books.committed - wanted.brings;
  return bonus_of(d, wanted.price) <= room_besides;
}

payment& make_payment(desk& d, const effect_key& key, const purchase& bought, payment_for what) {
  books& b = d.books;
  const credits bonus = brings_credit(what) ? bonus_of(d, bought.price) : credits{};
  b.committed += bought.brings + bonus;
  const payment_id id = ++b.last_payment;
  b.in_flight.insert(id);
  return b.payments[id] = {.id = id,
                           .key = key,
                           .amount = bought.price,
                           .brings = bought.brings,
                           .what = what,
                           .begun = d.now,
                           .bonus = bonus,
                           .asked_in_money = bought.in_money};
}

void send_payment(desk& d, payment& p) {
  if (is_invoiced(d))
    issue_invoice(d, p);
  else
    charge_next_attempt(d, p);
}

void payment_succeeded(desk& d, payment& p) {
  p.credited = true;
  d.books.in_flight.erase(p.id);
  cancel_retry(d.books, p);
  if (brings_credit(p.what))
    grant_credit_of(d, p);
  else if (p.what == payment_for::overage)
    overage_payment_succeeded(d, p);
  else
    subscription_payment_succeeded(d, p);
}

void give_back(desk& d, payment& p) {
  p.given_back = p.amount;
  return_money(d, p, p.amount.minor(), money_account::unsettled);
  d.tell(payment_refund_event{.key = p.key,
                              .payment = p.key,
                              .id = p.id,
                              .given_back = p.amount,
                              .slices = {},
                              .balance = figures_of(d.books).balance()});
}

payment* payment_under(books& b, const effect_key& key) {
  ensure(b.steps_name_payments, "R9.3: payments that may be named are remembered");
  const auto of = std::find_if(b.payments.begin(), b.payments.end(),
                               [&](const auto& entry) { return entry.second.key == key; });
  return of == b.payments.end() ? nullptr : &of->second;
}

void charge_next_attempt(desk& d, payment& p) {
  const payment_method& method = d.books.payment_methods.front();
  p.attempts += 1;
  p.latest_failed = false;
  p.fingerprint = method.fingerprint;
  p.sent_to.resize(p.attempts);
  p.sent_to.back() = method.gateway;
  std::uint32_t& made_on_it = d.books.attempts_on[method.fingerprint];
  const charge sent{p.id, p.key, p.attempts, made_on_it, d.now, p.amount, method};
  made_on_it += 1;
  d.tell(charge_event{p.id, p.key, p.attempts, p.what, method.gateway, p.amount, p.brings});
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
    hear(d, d.books.payments.at(heard.payment), event);
  }
}

void hear_by_hand(desk& d, const notice_command& said) {
  payment* of = payment_under(d.books, said.payment);
  heard_event event;
  event.by_hand = true;
  event.answer = said.answer;
  // R9.3: no gateway speaks of what is billed by invoice.
  if (of && !of->bill) {
    event.attempt = said.attempt.value_or(of->attempts);
    hear(d, *of, event);
    return;
  }
  event.key = said.payment;
  event.effect = notice_effect::unknown_payment;
  d.tell(event);
}

}  // namespace drawdown::reference
