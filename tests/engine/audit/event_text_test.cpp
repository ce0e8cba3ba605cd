// Every event in plain words, for the message of a disagreement.
#include "engine/audit/event_text.hpp"

#include <utility>

#include <catch2/catch.hpp>

#include "world_builder.hpp"

namespace drawdown::test {
namespace {

std::string text_of(const event_body& body) {
  world_builder w;
  auto acme = w.account("acme");
  acme.agent("bot");
  acme.at("2026-01-05").uses(1).keyed("given");
  return event_text(*w.build(), 0, {when("2026-01-05"), body});
}

const effect_key given{effect_key::space::given, 0, 0};

TEST_CASE("an event is one line that says when, what and how much") {
  usage_event used;
  used.key = given;
  used.agent = 0;
  used.quantity = 5'000'000;
  used.amount = 3_cr;
  used.balance = 7_cr;
  used.slices = {{1, 1_cr}, {2, 2_cr}};
  CHECK(text_of(used) ==
        "2026-01-05T00:00:00Z usage given of 5000000 unit by bot: charged 3 (lot 1: 1, lot 2: 2), balance 7");
  used.agent = no_agent;
  used.repeated = true;
  used.result = outcome::insufficient_credit;
  used.slices.clear();
  CHECK(text_of(used) ==
        "2026-01-05T00:00:00Z usage given of 5000000 unit by no agent again: insufficient_credit 3 (no lot), "
        "balance 7");

  CHECK(text_of(lot_end_event{4, 5_cr, 6_cr}) == "2026-01-05T00:00:00Z lot 4 ended: 5 expired, balance 6");
  CHECK(text_of(command_event{key_of_step(9), command_event::what::top_up, outcome::below_minimum, false}) ==
        "2026-01-05T00:00:00Z top-up step-9: below_minimum");
  CHECK(text_of(command_event{key_of_step(9), command_event::what::set, outcome::changed, true}) ==
        "2026-01-05T00:00:00Z change step-9: changed (again)");
  CHECK(text_of(charge_event{1, key_of_recharge(2), 3, payment_for::recharge, 0, 20_usd, 1000_cr}) ==
        "2026-01-05T00:00:00Z charge of 20.00 USD for recharge, 1000 credits: payment 1 (recharge-2), "
        "attempt 3 "
        "at gateway");
  CHECK(text_of(recharge_failed_event{0, false, 0, outcome::no_payment_method}) ==
        "2026-01-05T00:00:00Z auto-recharge failed: payment 0, no_payment_method");
  CHECK(text_of(recharge_failed_event{2, true, 0, {}}) ==
        "2026-01-05T00:00:00Z auto-recharge failed: payment 2, declined (reason 0)");
}

TEST_CASE("holds, and what becomes of them, are one line each", "[R6]") {
  hold_event held;
  held.key = given;
  held.agent = 0;
  held.amount = 60_cr;
  held.runs_out = when("2026-01-06");
  held.balance = 100_cr;
  held.slices = {{1, 60_cr}};
  CHECK(text_of(held) ==
        "2026-01-05T00:00:00Z hold given of 0 no meter by bot: held 60 (lot 1: 60), runs out "
        "2026-01-06T00:00:00Z, balance 100");

  capture_event captured;
  captured.key = key_of_step(4);
  captured.hold = given;
  captured.meter = 0;
  captured.quantity = 42'000'000;
  captured.amount = 42_cr;
  captured.balance = 58_cr;
  captured.slices = {{1, 42_cr}};
  captured.released = {{1, 8_cr, released_to::lot}, {2, 10_cr, released_to::expired}};
  CHECK(text_of(captured) ==
        "2026-01-05T00:00:00Z capture step-4 of hold given, 42000000 unit by no agent: captured 42 (lot 1: "
        "42), released lot 1: 8 back, lot 2: 10 expired, balance 58");
  captured.released.clear();
  captured.open = true;
  CHECK_THAT(text_of(captured), Catch::Contains("released nothing, rest held, balance 58"));

  release_event voided;
  voided.key = key_of_step(4);
  voided.hold = given;
  voided.amount = 5_cr;
  voided.released = {{3, 5_cr, released_to::revoked}};
  CHECK(text_of(voided) ==
        "2026-01-05T00:00:00Z void step-4 of hold given by no agent: voided 5 (lot 3: 5 revoked), balance 0");
  voided.ran_out = true;
  CHECK_THAT(text_of(voided), Catch::Contains("Z end step-4 of hold given"));
}

TEST_CASE("debt, corrections, refills and notices are one line each", "[R4.5][R3.9][R3.11][R10.5][R10.6]") {
  usage_event carried;
  carried.key = given;
  carried.amount = 10_cr;
  carried.slices = {{1, 6_cr}};
  carried.debt = 4_cr;
  CHECK_THAT(text_of(carried), Catch::Contains("charged 10 (lot 1: 6, debt 4), balance 0"));
  carried.forgiven = std::exchange(carried.debt, {});
  CHECK_THAT(text_of(carried), Catch::Contains("charged 10 (lot 1: 6, forgiven 4), balance 0"));
  carried.invoiced = std::exchange(carried.forgiven, {});
  CHECK_THAT(text_of(carried), Catch::Contains("charged 10 (lot 1: 6, invoiced 4), balance 0"));
  CHECK(text_of(overage_event{3, given, 4_cr}) ==
        "2026-01-05T00:00:00Z overage of 4 credits billed: payment 3 (given)");

  CHECK(text_of(debt_paid_event{1, given, 0, 3_cr, 2_cr, 1_cr, {{4, 3_cr}}}) ==
        "2026-01-05T00:00:00Z debt 1 of given by bot: paid 3 (lot 4: 3), owed 1, balance 2");
  CHECK(text_of(debt_dropped_event{3_cr}) == "2026-01-05T00:00:00Z debt of 3 dropped");
  CHECK(text_of(adjust_event{given, 5_cr, 2_cr, 0_cr, {{1, 3_cr}}}) ==
        "2026-01-05T00:00:00Z adjustment given: 5 taken (lot 1: 3, debt 2), balance 0");
  CHECK(text_of(revoke_event{key_of_step(7), given, 2, 30_cr, 70_cr}) ==
        "2026-01-05T00:00:00Z revocation step-7 of given: lot 2, 30, balance 70");
  CHECK(text_of(refill_event{2, refill_event::why::recurrence, 30_cr, 100_cr, 100_cr}) ==
        "2026-01-05T00:00:00Z lot 2 recurred: 30 expired, 100 refilled, balance 100");
  CHECK(text_of(low_balance_event{100_cr, 99_cr}) ==
        "2026-01-05T00:00:00Z low balance: 99 available, below 100");
  CHECK(text_of(recharge_waits_event{recharge_wait::cooldown, when("2026-01-06")}) ==
        "2026-01-05T00:00:00Z auto-recharge waits: cooldown, until 2026-01-06T00:00:00Z");
}

TEST_CASE("the terms of a lot are told where there are any", "[R3.8][R3.9][R3.10]") {
  lot_event plain;
  plain.key = given;
  CHECK_THAT(text_of(plain), Catch::Contains("cost 0.00 USD), balance 0"));
  lot_event special = plain;
  special.only.meters = {0};
  special.recurs = recurrence{calendar_span{1, calendar_unit::months}, when("2026-01-31")};
  special.rollover = rollover_terms{200_cr, 5_cr};
  CHECK_THAT(text_of(special),
             Catch::Contains("cost 0.00 USD, only unit, recurs every 1 month from 2026-01-31T00:00:00Z, "
                             "rollover 5 to 200), balance 0"));
}

TEST_CASE("usage tells when it occurred, by which version, and what was not charged", "[R2.5][R4.1][R7.3]") {
  usage_event used;
  used.key = given;
  used.quantity = 5;
  used.occurred_at = when("2026-01-04");
  used.version = 2;
  used.uncharged = 3;
  CHECK(
      text_of(used) ==
      "2026-01-05T00:00:00Z usage given of 5 unit by no agent, of 2026-01-04T00:00:00Z: charged 0 (no lot, 3 "
      "uncharged, version 2), balance 0");
}

TEST_CASE("a lot tells that it is of the cycle, or ends later than it expires", "[R2.1][R3.2]") {
  lot_event lot;
  lot.key = given;
  lot.expires = when("2026-02-01");
  lot.ends = lot.expires.next();
  CHECK_THAT(text_of(lot), Catch::Contains("cost 0.00 USD, ends 2026-02-01T00:00:00.000001Z), balance 0"));
  lot.ends = instant::never();
  lot.of_cycle = true;
  CHECK_THAT(text_of(lot), Catch::Contains("cost 0.00 USD, of the cycle), balance 0"));
}

// A world of one plan, one add-on and two users.
std::string text_of_sale(const event_body& body) {
  world_builder w;
  w.catalog().plans.resize(1);
  w.catalog().plans[0].name = "starter";
  w.catalog().add_ons.resize(1);
  w.catalog().add_ons[0].name = "storage";
  w.user("ann");
  w.user("bob");
  w.account("acme").agent("bot");
  return event_text(*w.build(), 0, {when("2026-01-05"), body});
}

TEST_CASE("what becomes of a subscription is one line each", "[R8.1][R8.2]") {
  subscription_event told;
  told.of = subscription_event::what::renewed;
  told.payment = 3;
  told.now = {subscription_state::active, 0, when("2026-02-05"), true, 0, {2}, {1, 0}};
  CHECK(
      text_of_sale(told) ==
      "2026-01-05T00:00:00Z renewed (payment 3): active, starter, renews 2026-02-05T00:00:00Z, cancels, then "
      "starter, 2 storage, users bob ann");
  CHECK_THAT(text_of_sale(subscription_event{}), Catch::EndsWith("none, no plan, renews never"));
  CHECK(text_of_sale(carry_event{2, 200_cr, 100_cr, when("2026-02-05"), 250_cr}) ==
        "2026-01-05T00:00:00Z lot 2 carried: 200 go on until 2026-02-05T00:00:00Z, 100 expired, balance 250");
  CHECK_THAT(text_of_sale(carry_event{2, 50_cr, {}, when("2026-02-05"), 50_cr, 30_cr}),
             Catch::EndsWith("0 expired, 30 refilled, balance 50"));
  CHECK(text_of_sale(quote_event{key_of_step(1), 20_usd, 60_cr, 10_usd, when("2026-02-05")}) ==
        "2026-01-05T00:00:00Z quote step-1: 20.00 USD now for 60, 10.00 USD per cycle, at "
        "2026-02-05T00:00:00Z");
  CHECK(text_of_sale(command_event{key_of_step(1), command_event::what::quote, outcome::payment_pending,
                                   true}) == "2026-01-05T00:00:00Z quote step-1: payment_pending (again)");
  figures_event seen;
  seen.account.invoiced = 7_cr;
  CHECK_THAT(text_of_sale(seen), Catch::Contains("debt 0, invoiced 7; "));
  seen.account.invoiced = {};
  seen.suspended = true;
  CHECK_THAT(text_of_sale(seen), Catch::Contains("debt 0, suspended; ") &&
                                     Catch::EndsWith("subscription none, no plan, renews never"));
}

TEST_CASE("what comes back is one line each", "[R9.5][R9.6][R9.7]") {
  refund_event refund;
  refund.key = key_of_step(2);
  refund.debit = given;
  refund.agent = 0;
  refund.meter = 0;
  refund.amount = 31_cr;
  refund.debt = 1_cr;
  refund.slices = {{1, 10_cr, refunded_to::lot},
                   {2, 9_cr, refunded_to::expired},
                   {3, 8_cr, refunded_to::revoked},
                   {4, 2_cr, refunded_to::regranted},
                   {5, 1_cr, refunded_to::debt}};
  CHECK(text_of(refund) ==
        "2026-01-05T00:00:00Z refund step-2 of given, unit by bot: refunded 31 (debt 1, lot 1: 10 back, lot "
        "2: 9 "
        "expired, lot 3: 8 revoked, lot 4: 2 granted anew, lot 5: 1 to debt), balance 0");
  CHECK(text_of(payment_refund_event{key_of_step(2), given, 4, 20_usd, {{1, 500_cr}}, 7_cr}) ==
        "2026-01-05T00:00:00Z refund step-2 of payment 4 (given): 20.00 USD (lot 1: 500), balance 7");
  chargeback_event back{key_of_step(2), given, 4, false, 20_usd, 30_cr, {{1, 500_cr}}, 7_cr};
  CHECK(text_of(back) ==
        "2026-01-05T00:00:00Z chargeback step-2 of payment 4 (given): 20.00 USD (lot 1: 500), debt 30, "
        "balance 7");
  back.is_won = true;
  CHECK_THAT(text_of(back), Catch::Contains("Z won dispute step-2 of payment 4"));
}

TEST_CASE("invoices and estimates are one line each", "[R9.3][R7.4]") {
  invoice_event invoice;
  invoice.of = invoice_event::what::paid_part;
  invoice.key = key_of_step(2);
  invoice.invoice = given;
  invoice.payment = 4;
  invoice.why = payment_for::renewal;
  invoice.amount = 5_usd;
  invoice.open = 15_usd;
  invoice.due = when("2026-02-05");
  CHECK(text_of(invoice) ==
        "2026-01-05T00:00:00Z invoice_paid_part step-2: payment 4 (given) for renewal, 0 credits, 5.00 USD, "
        "open "
        "15.00 USD, due 2026-02-05T00:00:00Z");
  CHECK(
      text_of(estimate_event{given, 0, 20_cr, 15_cr, credits::from_micro(-5'000'000), 5_cr, 10_usd, 50_cr}) ==
      "2026-01-05T00:00:00Z estimate given for bot: 20 of 15 available, -5 after it, 5 missing, offered 50 "
      "for "
      "10.00 USD");
}

TEST_CASE("two events that differ in a field that ledgers may differ in read differently") {
  const auto differs = [](const event_body& a, const event_body& b) { return text_of(a) != text_of(b); };
  const charge_event charged{1, given, 1, payment_for::top_up, 0, 20_usd, 1000_cr};
  charge_event recharged = charged;
  recharged.of = payment_for::recharge;
  CHECK(differs(charged, recharged));

  usage_event used;
  used.key = given;
  usage_event other = used;
  other.quantity = 5;
  CHECK(differs(used, other));

  heard_event heard{1, given, 1, false, false, payment_answer::declined, 0, notice_effect::failed};
  heard_event for_another_reason = heard;
  for_another_reason.reason = 1;
  CHECK(differs(heard, for_another_reason));
  heard_event by_hand = heard;
  by_hand.by_hand = true;
  CHECK(differs(heard, by_hand));

  recharge_failed_event failed{1, true, 0, {}};
  recharge_failed_event for_another{1, true, 1, {}};
  CHECK(differs(failed, for_another));

  lot_event granted;
  granted.key = given;
  lot_event created_later = granted;
  created_later.created = when("2026-01-04");
  CHECK(differs(granted, created_later));

  figures_event seen;
  figures_event seen_of_another = seen;
  seen_of_another.expectation = 1;
  CHECK(differs(seen, seen_of_another));
}

}  // namespace
}  // namespace drawdown::test
