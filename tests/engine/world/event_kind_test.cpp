#include "engine/world/event_kind.hpp"

#include <set>

#include <catch2/catch.hpp>

namespace drawdown {
namespace {

template <class Body>
std::string_view kind(Body body) {
  return kind_of(event{instant{}, std::move(body)});
}

std::string_view usage_kind(outcome result, bool repeated) {
  usage_event body;
  body.result = result;
  body.repeated = repeated;
  return kind(body);
}

std::string_view command_kind(command_event::what of, outcome result, bool repeated) {
  command_event body;
  body.of = of;
  body.result = result;
  body.repeated = repeated;
  return kind(body);
}

std::string_view heard_kind(notice_effect effect, payment_answer answer = payment_answer::succeeded) {
  heard_event body;
  body.effect = effect;
  body.answer = answer;
  return kind(body);
}

// The kind of a hold, capture or release that ended so.
template <class Body>
std::string_view result_kind(outcome result, bool repeated = false) {
  Body body;
  body.result = result;
  body.repeated = repeated;
  return kind(body);
}

std::string_view release_kind(outcome result, bool ran_out) {
  release_event body;
  body.result = result;
  body.ran_out = ran_out;
  return kind(body);
}

std::string_view refill_kind(refill_event::why because) {
  refill_event body;
  body.because = because;
  return kind(body);
}

}  // namespace

TEST_CASE("each event has the kind that expectations call it by") {
  using what = command_event::what;
  CHECK(usage_kind(outcome::charged, false) == "charged");
  CHECK(usage_kind(outcome::limit_reached, false) == "refused");
  CHECK(usage_kind(outcome::limit_reached, true) == "repeated");
  lot_event lot;
  CHECK(kind(lot) == "granted");
  lot.result = outcome::scheduled;
  CHECK(kind(lot) == "scheduled");
  CHECK(kind(lot_end_event{}) == "expired");
  CHECK(command_kind(what::top_up, outcome::requested, false) == "top_up_requested");
  CHECK(command_kind(what::top_up, outcome::below_minimum, false) == "top_up_refused");
  CHECK(command_kind(what::top_up, outcome::requested, true) == "repeated");
  CHECK(command_kind(what::set, outcome::changed, false) == "changed");
  CHECK(command_kind(what::set, outcome::idempotency_conflict, false) == "refused");
  CHECK(command_kind(what::grant, outcome::amount_too_small, false) == "refused");
  CHECK(kind(charge_event{}) == "charge");
  CHECK(kind(recharge_failed_event{}) == "recharge_failed");
  CHECK(kind(recharge_off_event{}) == "recharge_off");
  CHECK(kind(figures_event{}) == "looked_at");
}

TEST_CASE("holds, and what becomes of them, are told by how they ended [R6]") {
  CHECK(result_kind<hold_event>(outcome::held) == "held");
  CHECK(result_kind<hold_event>(outcome::insufficient_credit) == "hold_refused");
  CHECK(result_kind<hold_event>(outcome::held, true) == "repeated");
  CHECK(result_kind<capture_event>(outcome::captured) == "captured");
  CHECK(result_kind<capture_event>(outcome::exceeds_hold) == "capture_refused");
  CHECK(result_kind<capture_event>(outcome::captured, true) == "repeated");
  CHECK(release_kind(outcome::voided, false) == "released");
  CHECK(release_kind(outcome::voided, true) == "ran_out");
  CHECK(release_kind(outcome::already_captured, false) == "release_refused");
  CHECK(result_kind<release_event>(outcome::voided, true) == "repeated");
}

TEST_CASE("debt, corrections, refills and notices have kinds of their own [R4.5][R3.11][R10.6]") {
  CHECK(kind(debt_paid_event{}) == "debt_paid");
  CHECK(kind(debt_dropped_event{}) == "debt_dropped");
  CHECK(kind(adjust_event{}) == "adjusted");
  CHECK(kind(revoke_event{}) == "revoked");
  CHECK(refill_kind(refill_event::why::recurrence) == "recurred");
  CHECK(refill_kind(refill_event::why::reset) == "reset");
  CHECK(kind(low_balance_event{}) == "low_balance");
  CHECK(kind(recharge_waits_event{}) == "recharge_waits");
}

TEST_CASE("what was heard of a payment is told by what it did [R9.4]") {
  CHECK(heard_kind(notice_effect::awaiting) == "answered");
  CHECK(heard_kind(notice_effect::awaiting, payment_answer::timed_out) == "timed_out");
  CHECK(heard_kind(notice_effect::credited) == "credited");
  CHECK(heard_kind(notice_effect::already_credited) == "already_credited");
  CHECK(heard_kind(notice_effect::failed) == "declined");
  CHECK(heard_kind(notice_effect::ignored) == "notice_ignored");
  CHECK(heard_kind(notice_effect::unknown_payment) == "notice_ignored");
}

// All kinds that the body has, over the values of the field that decides it.
template <class Body, class What>
std::set<std::string_view> kinds_over(What Body::*field, std::size_t values) {
  std::set<std::string_view> met;
  for (std::size_t value = 0; value < values; ++value) {
    Body body;
    body.*field = static_cast<What>(value);
    met.insert(kind(body));
  }
  return met;
}

TEST_CASE("subscriptions and invoices are told by what became of them [R8][R9.3]") {
  subscription_event turned;
  turned.of = subscription_event::what::past_due;
  CHECK(kind(turned) == "past_due");
  invoice_event late;
  late.of = invoice_event::what::overdue;
  CHECK(kind(late) == "invoice_overdue");
  CHECK(result_kind<refund_event>(outcome::exceeds_debit) == "refund_refused");
  chargeback_event won;
  won.is_won = true;
  CHECK(kind(won) == "chargeback_won");
}

TEST_CASE("the kinds that expectations may name are those that events have, each once") {
  using what = command_event::what;
  const auto kinds = event_kinds();
  const std::set<std::string_view> listed(kinds.begin(), kinds.end());
  CHECK(listed.size() == kinds.size());

  std::set<std::string_view> met = {kind(lot_event{}),
                                    kind(lot_end_event{}),
                                    kind(charge_event{}),
                                    kind(figures_event{}),
                                    kind(recharge_failed_event{}),
                                    kind(recharge_off_event{}),
                                    kind(debt_paid_event{}),
                                    kind(debt_dropped_event{}),
                                    kind(adjust_event{}),
                                    kind(revoke_event{}),
                                    kind(low_balance_event{}),
                                    kind(recharge_waits_event{}),
                                    refill_kind(refill_event::why::recurrence),
                                    refill_kind(refill_event::why::reset),
                                    release_kind(outcome::voided, true),
                                    kind(carry_event{}),
                                    kind(estimate_event{}),
                                    kind(quote_event{}),
                                    kind(overage_event{}),
                                    kind(payment_refund_event{}),
                                    result_kind<refund_event>(outcome::refunded),
                                    result_kind<refund_event>(outcome::exceeds_debit)};
  met.merge(kinds_over(&subscription_event::of, 9));
  met.merge(kinds_over(&invoice_event::of, 5));
  met.merge(kinds_over(&chargeback_event::is_won, 2));
  for (const outcome result : {outcome::held, outcome::limit_reached}) {
    met.insert(result_kind<hold_event>(result));
    met.insert(result_kind<capture_event>(result));
    met.insert(result_kind<release_event>(result));
  }
  lot_event scheduled;
  scheduled.result = outcome::scheduled;
  met.insert(kind(scheduled));
  for (const bool repeated : {false, true}) {
    met.insert(usage_kind(outcome::charged, repeated));
    met.insert(usage_kind(outcome::limit_reached, repeated));
  }
  for (const outcome result : {outcome::requested, outcome::changed, outcome::below_minimum}) {
    met.insert(command_kind(what::top_up, result, false));
    met.insert(command_kind(what::set, result, false));
  }
  for (const auto effect :
       {notice_effect::awaiting, notice_effect::credited, notice_effect::failed,
        notice_effect::already_credited, notice_effect::ignored, notice_effect::unknown_payment}) {
    met.insert(heard_kind(effect));
    met.insert(heard_kind(effect, payment_answer::timed_out));
  }
  CHECK(met == listed);
}

}  // namespace drawdown
