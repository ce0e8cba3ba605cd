// Every event in plain words, for the message of a disagreement.
#include "engine/audit/event_text.hpp"

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
