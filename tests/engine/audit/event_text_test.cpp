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
  CHECK(text_of(charge_event{1, key_of_recharge(2), 3, true, 0, 20_usd, 1000_cr}) ==
        "2026-01-05T00:00:00Z recharge of 20.00 USD for 1000 credits: payment 1 (recharge-2), attempt 3 at "
        "gateway");
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

TEST_CASE("two events that differ in a field that ledgers may differ in read differently") {
  const auto differs = [](const event_body& a, const event_body& b) { return text_of(a) != text_of(b); };
  const charge_event charged{1, given, 1, false, 0, 20_usd, 1000_cr};
  charge_event recharged = charged;
  recharged.recharge = true;
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
