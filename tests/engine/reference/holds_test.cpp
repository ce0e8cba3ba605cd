#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using slices = std::vector<slice>;
using released = std::vector<released_slice>;
using results = std::vector<outcome>;
const auto stop = when_exhausted::stop;

// The outcomes of all captures, and of all voids and holds that ran out.
results captures(const verdict& said) {
  results found;
  for (const capture_event& e : said.all<capture_event>()) found.push_back(e.result);
  return found;
}
results releases(const verdict& said) {
  results found;
  for (const release_event& e : said.all<release_event>()) found.push_back(e.result);
  return found;
}
results holds(const verdict& said) {
  results found;
  for (const hold_event& e : said.all<hold_event>()) found.push_back(e.result);
  return found;
}

// A lot of 100 until the 10th, of which 60 are held from the 5th on.
struct held_beyond_its_end {
  world_builder w;
  account_builder acme;

  held_beyond_its_end() : acme(w.account("acme")) {
    acme.begins_with(lot(lot_kind::free, 100_cr).until("2026-01-10"), "gift");
    acme.at("2026-01-05").holds("job", 60_cr, no_agent, "30d");
    acme.at("2026-01-10").expects();
  }
};

}  // namespace

TEST_CASE("a hold reserves in burn-down order and lowers what is available, not the balance", "[R6.1]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::paid, 50_cr)).begins_with(lot(lot_kind::free, 30_cr));
  acme.at("2026-01-05").holds("job", 45_cr).expects();
  const verdict said = judge(w);
  const hold_event held = said.all<hold_event>().at(0);
  CHECK(held.result == outcome::held);
  CHECK(held.slices == slices{{2, 30_cr}, {1, 15_cr}});
  CHECK(held.balance == 80_cr);
  CHECK(held.runs_out == when("2026-01-12"));
  CHECK(said.seen().account.held == 45_cr);
  CHECK(said.seen().account.available() == 35_cr);
}

TEST_CASE("what is held can be neither used nor held again", "[R6.1]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 50_cr));
  acme.at("2026-01-05").holds("job", 45_cr).uses(6).holds("more", 6_cr).uses(5);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{outcome::insufficient_credit, outcome::charged});
  CHECK(holds(said) == results{outcome::held, outcome::insufficient_credit});
  CHECK(said.all<hold_event>().at(1).amount == 6_cr);
  CHECK(said.all<hold_event>().at(1).runs_out == instant{});
}

TEST_CASE("a hold by quantity costs what the meter says when it is placed", "[R6.1]") {
  world_builder w;
  const meter_index minute = w.meter("minute", 10'000'000, measure::minute);
  w.catalog().meters[minute].increment = 60'000'000;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 50_cr));
  hold_command call;
  call.meter = minute;
  call.quantity = 61'000'000;
  acme.at("2026-01-05").holds("call", call);
  acme.at("2026-01-06").does(capture_command{w.key("call"), metered_quantity{minute, 60'000'000}});
  const verdict said = judge(w);
  CHECK(said.all<hold_event>().at(0).amount == 20_cr);
  CHECK(said.all<hold_event>().at(0).quantity == 61'000'000);
  const capture_event taken = said.all<capture_event>().at(0);
  CHECK(taken.amount == 10_cr);
  CHECK(taken.meter == minute);
  CHECK(taken.quantity == 60'000'000);
  CHECK(taken.released == released{{1, 10_cr, released_to::lot}});
}

TEST_CASE("amounts of holds and captures are rounded as usage is", "[R6.1][R1.4][R1.7]") {
  world_builder w;
  w.settings().credit_decimals = 1;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 50_cr));
  acme.at("2026-01-05").holds("job", 1.01_cr).captures("job", 0.91_cr);
  const verdict said = judge(w);
  CHECK(said.all<hold_event>().at(0).amount == 1.1_cr);
  CHECK(said.all<capture_event>().at(0).amount == 1_cr);
}

TEST_CASE("an open hold counts towards the agent's limit, and what is captured of it is spent",
          "[R5.3][R6.1]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 1000_cr));
  const agent_index bot = acme.agent("bot", stop, 100_cr);
  acme.at("2026-01-05").holds("job", 80_cr, bot).uses(bot, 21).holds("more", 21_cr, bot).uses(bot, 20);
  acme.at("2026-01-06").expects(bot);
  acme.at("2026-01-07").captures("job", 50_cr).expects(bot);
  acme.at("2026-01-08").uses(bot, 31).uses(bot, 30);
  const verdict said = judge(w);
  const auto passes = outcome::limit_reached;
  CHECK(said.usage_outcomes() == results{passes, outcome::charged, passes, outcome::charged});
  CHECK(holds(said) == results{outcome::held, passes});
  CHECK(said.seen(0).agent_spent == 20_cr);
  CHECK(said.seen(0).agent_held == 80_cr);
  CHECK(said.seen(1).agent_spent == 70_cr);
  CHECK(said.seen(1).agent_held == 0_cr);
}

TEST_CASE("an open hold counts in the next period too, and its capture in the one in which it is captured",
          "[R5.3]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 1000_cr));
  const agent_index bot = acme.agent("bot", stop, 100_cr);
  acme.at("2026-01-30").holds("job", 80_cr, bot).uses(bot, 20);
  acme.at("2026-02-01").uses(bot, 21).uses(bot, 20);
  acme.at("2026-02-02").captures_all("job").expects(bot);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{outcome::charged, outcome::limit_reached, outcome::charged});
  CHECK(said.seen().agent_spent == 100_cr);
}

TEST_CASE("a capture within the hold is refused neither for lack of credit nor for the limit", "[R6.1]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  const agent_index bot = acme.agent("bot", stop, 100_cr);
  acme.at("2026-01-05").holds("job", 80_cr, bot).uses(20).sets_limit(bot, 1_cr).captures_all("job");
  const verdict said = judge(w);
  CHECK(captures(said) == results{outcome::captured});
  CHECK(said.at_end.balance() == 0_cr);
}

TEST_CASE("an agent with stop holds no paid credit, and is stopped when it tries", "[R5.2][R6.1]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.begins_with(lot(lot_kind::paid, 100_cr));
  const agent_index bot = acme.agent("bot", stop);
  acme.at("2026-01-05").holds("small", 10_cr, bot).expects(bot);
  acme.at("2026-01-06").holds("large", 11_cr, bot).expects(bot);
  const verdict said = judge(w);
  CHECK(holds(said) == results{outcome::held, outcome::plan_exhausted});
  // What is held is still there: the agent is stopped by the refusal alone.
  CHECK_FALSE(said.seen(0).agent_stopped);
  CHECK(said.seen(1).agent_stopped);
}

TEST_CASE("a hold of an agent with a limit is split as its usage is", "[R5.3][R5.9][R6.1]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 1000_cr));
  acme.begins_with(lot(lot_kind::paid, 30_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::use_balance, 100_cr);
  acme.at("2026-01-05").uses(bot, 80).holds("job", 50_cr, bot).holds("more", 1_cr, bot);
  const verdict said = judge(w);
  CHECK(holds(said) == results{outcome::held, outcome::insufficient_credit});
  CHECK(said.all<hold_event>().at(0).slices == slices{{1, 20_cr}, {2, 30_cr}});
}

TEST_CASE("a hold of nothing asks for a positive balance where usage does, and nothing else",
          "[R4.4][R4.8][R6.6]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 1_cr));
  acme.at("2026-01-05").holds("nothing", 0_cr).uses(1).holds("still", 0_cr);
  acme.at("2026-01-06").captures_all("nothing");
  SECTION("by default it is held") {
    const verdict said = judge(w);
    CHECK(holds(said) == results{outcome::held, outcome::held});
    CHECK(captures(said) == results{outcome::captured});
    CHECK(said.all<release_event>().at(0).amount == 0_cr);  // the other runs out
  }
  SECTION("with the setting it is refused where nothing is available") {
    w.settings().requires_positive_balance = true;
    CHECK(holds(judge(w)) == results{outcome::held, outcome::positive_balance_required});
  }
}

TEST_CASE("a capture takes in the order of reserving and gives the rest back", "[R6.2]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::paid, 50_cr)).begins_with(lot(lot_kind::free, 30_cr));
  acme.at("2026-01-05").holds("job", 60_cr);
  acme.at("2026-01-06").grants(lot(lot_kind::free, 5_cr).priority(1));  // comes first today, not then
  acme.captures("job", 40_cr);
  const verdict said = judge(w);
  const capture_event taken = said.all<capture_event>().at(0);
  CHECK(taken.slices == slices{{2, 30_cr}, {1, 10_cr}});
  CHECK(taken.released == released{{1, 20_cr, released_to::lot}});
  CHECK(taken.amount == 40_cr);
  CHECK(taken.balance == 45_cr);
  CHECK_FALSE(taken.open);
  CHECK(said.at_end.held == 0_cr);
}

TEST_CASE("`keep_rest` leaves the rest held", "[R6.2]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 100_cr));
  acme.at("2026-01-05")
      .holds("job", 60_cr)
      .captures("job", 0_cr, true)
      .captures("job", 20_cr, true)
      .expects();
  acme.at("2026-01-06").captures("job", 41_cr).captures("job", 40_cr, true).captures("job", 1_cr);
  const verdict said = judge(w);
  CHECK(captures(said) == results{outcome::captured, outcome::captured, outcome::exceeds_hold,
                                  outcome::captured, outcome::already_captured});
  const auto taken = said.all<capture_event>();
  CHECK(taken[0].open);
  CHECK(taken[1].open);
  CHECK(taken[2].amount == 41_cr);
  CHECK_FALSE(taken[3].open);  // nothing is left to keep
  CHECK(said.seen().account.held == 40_cr);
  CHECK(said.seen().account.balance() == 80_cr);
}

TEST_CASE("a capture beyond the hold is refused, or its excess is a debit of its own", "[R6.2]") {
  world_builder w;
  const meter_index token = w.meter("token", 1'000'000);
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 100_cr));
  const agent_index bot = acme.agent("bot");
  hold_command job;
  job.agent = bot;
  job.meter = token;
  job.amount = 60_cr;
  acme.at("2026-01-05").holds("job", job).captures("job", 75_cr, true).keyed("done").expects(bot);
  SECTION("refused, and the hold stays") {
    const verdict said = judge(w);
    CHECK(captures(said) == results{outcome::exceeds_hold});
    CHECK(said.seen().account.held == 60_cr);
  }
  SECTION("the excess is charged under the key of the capture") {
    w.settings().capture_overrun = overrun::debit;
    const verdict said = judge(w);
    const capture_event taken = said.all<capture_event>().at(0);
    CHECK(taken.amount == 60_cr);
    CHECK_FALSE(taken.open);
    const usage_event excess = said.all<usage_event>().at(0);
    CHECK(excess.key == w.key("done"));
    CHECK(excess.agent == bot);
    CHECK(excess.meter == token);
    CHECK(excess.quantity == 0);
    CHECK(excess.amount == 15_cr);
    CHECK(said.seen().agent_spent == 75_cr);
    CHECK(said.seen().account.balance() == 25_cr);
  }
  SECTION("the excess may be refused alone") {
    w.settings().capture_overrun = overrun::debit;
    acme.at("2026-01-04").uses(30);
    const verdict said = judge(w);
    CHECK(captures(said) == results{outcome::captured});
    CHECK(said.usage_outcomes() == results{outcome::charged, outcome::insufficient_credit});
    CHECK(said.seen().account.balance() == 10_cr);
  }
  SECTION("the excess may become debt") {
    w.settings().capture_overrun = overrun::debit;
    w.settings().when_short = short_of_credit::carry;
    acme.at("2026-01-04").uses(30);
    const verdict said = judge(w);
    CHECK(said.all<usage_event>().at(1).debt == 5_cr);
    CHECK(said.seen().account.debt == 5_cr);
    CHECK(said.seen().agent_spent == 75_cr);
  }
}

TEST_CASE("void releases everything", "[R6.3]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 100_cr));
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-05").holds("job", 60_cr, bot).captures("job", 10_cr, true).voids("job").expects(bot);
  const verdict said = judge(w);
  const release_event freed = said.all<release_event>().at(0);
  CHECK(freed.result == outcome::voided);
  CHECK(freed.amount == 50_cr);
  CHECK(freed.agent == bot);
  CHECK_FALSE(freed.ran_out);
  CHECK(freed.released == released{{1, 50_cr, released_to::lot}});
  CHECK(said.seen().account.available() == 90_cr);
  CHECK(said.seen().agent_held == 0_cr);
}

TEST_CASE("a hold runs out after its ttl, in the order of placing, before lots end", "[R6.3][R2.4]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 100_cr));
  acme.begins_with(lot(lot_kind::free, 10_cr).until("2026-01-12"));
  acme.at("2026-01-05").holds("first", 20_cr);
  acme.at("2026-01-11").holds("second", 20_cr, no_agent, "1 day").holds("third", 1_cr, no_agent, "36h");
  const verdict said = judge(w);
  const auto freed = said.all<release_event>();
  REQUIRE(freed.size() == 3);
  CHECK(freed[0].hold == w.key("first"));
  CHECK(freed[0].key == w.key("first"));
  CHECK(freed[0].ran_out);
  CHECK(freed[0].result == outcome::voided);
  CHECK(freed[1].hold == w.key("second"));
  CHECK(said.times<release_event>() ==
        std::vector{when("2026-01-12"), when("2026-01-12"), when("2026-01-12T12:00:00Z")});
  // The lot that ends at that instant gets its credit back before it ends.
  CHECK(freed[0].released == released{{2, 10_cr, released_to::lot}, {1, 10_cr, released_to::lot}});
  CHECK(said.all<lot_end_event>() == std::vector{lot_end_event{2, 10_cr, 100_cr}});
}

TEST_CASE("held credit outlives its lot: lot 100, hold 60, expiry: expired 40, balance 60", "[R3.7][R3.12]") {
  held_beyond_its_end run;
  const verdict said = judge(run.w);
  CHECK(said.all<lot_end_event>() == std::vector{lot_end_event{1, 40_cr, 60_cr}});
  CHECK(said.seen().account.balance() == 60_cr);
  CHECK(said.seen().account.of(lot_kind::free) == 60_cr);
  CHECK(said.seen().account.held == 60_cr);
  CHECK(said.seen().account.available() == 0_cr);
}

TEST_CASE("what a capture leaves of a lot that has ended goes the way the rest went: used 42, expired 58",
          "[R3.7][R6.4]") {
  held_beyond_its_end run;
  run.acme.at("2026-01-12").captures("job", 42_cr);
  const capture_event taken = judge(run.w).all<capture_event>().at(0);
  CHECK(taken.slices == slices{{1, 42_cr}});
  CHECK(taken.released == released{{1, 18_cr, released_to::expired}});
  CHECK(taken.balance == 0_cr);
}

TEST_CASE("credit given back to a lot that has ended is lost, also with a successor", "[R3.7][R6.4]") {
  held_beyond_its_end run;
  run.w.settings().released_from_ended = released_credit::successor;
  run.acme.at("2026-01-12").voids("job");
  const release_event freed = judge(run.w).all<release_event>().at(0);
  CHECK(freed.released == released{{1, 60_cr, released_to::expired}});
  CHECK(freed.balance == 0_cr);
}

TEST_CASE("held credit outlives a revocation and is then revoked", "[R3.7][R3.11]") {
  held_beyond_its_end run;
  run.acme.at("2026-01-06").revokes("gift");
  run.acme.at("2026-01-12").captures("job", 42_cr);
  const verdict said = judge(run.w);
  CHECK(said.all<revoke_event>().at(0).amount == 40_cr);
  CHECK(said.all<lot_end_event>().empty());  // a lot that was revoked has no end to tell
  CHECK(said.seen().account.balance() == 60_cr);
  CHECK(said.all<capture_event>().at(0).released == released{{1, 18_cr, released_to::revoked}});
}

TEST_CASE("credit held before a recurrence belongs to the time before it", "[R3.7][R3.9]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr).recurs("1 month"));
  acme.at("2026-01-30").holds("job", 60_cr);
  acme.at("2026-02-01").expects();
  acme.at("2026-02-02").captures("job", 42_cr);
  const verdict lost = judge(w);
  CHECK(lost.all<refill_event>().at(0) ==
        refill_event{1, refill_event::why::recurrence, 40_cr, 100_cr, 160_cr});
  CHECK(lost.seen().account.available() == 100_cr);
  CHECK(lost.all<capture_event>().at(0).released == released{{1, 18_cr, released_to::expired}});
  CHECK(lost.all<capture_event>().at(0).balance == 100_cr);

  w.settings().released_from_ended = released_credit::successor;
  const verdict kept = judge(w);
  CHECK(kept.all<capture_event>().at(0).released == released{{1, 18_cr, released_to::lot}});
  CHECK(kept.all<capture_event>().at(0).balance == 118_cr);
}

TEST_CASE("what comes after the end of a hold changes nothing and says which end came first", "[R6.5]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 100_cr));
  acme.at("2026-01-05").holds("captured", 1_cr).holds("voided", 1_cr).holds("ran out", 1_cr, no_agent, "1h");
  acme.captures("captured", 1_cr).voids("voided");
  acme.at("2026-01-06").captures("captured", 1_cr).voids("captured");
  acme.captures("voided", 1_cr).voids("voided");
  acme.captures("ran out", 1_cr).voids("ran out");
  acme.captures("never", 1_cr).voids("never");
  const verdict said = judge(w);
  CHECK(captures(said) == results{outcome::captured, outcome::already_captured, outcome::already_voided,
                                  outcome::already_ran_out, outcome::unknown_hold});
  CHECK(releases(said) == results{outcome::voided, outcome::voided, outcome::already_captured,
                                  outcome::already_voided, outcome::already_ran_out, outcome::unknown_hold});
  CHECK(said.at_end.balance() == 99_cr);
}

TEST_CASE("a hold that was refused can't be captured", "[R6.5]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-05").holds("job", 1_cr).captures_all("job");
  CHECK(captures(judge(w)) == results{outcome::unknown_hold});
}

TEST_CASE("a hold, capture or void that comes again under its key changes nothing", "[R4.3][R6.5]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 100_cr));
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-05").holds("job", 60_cr, bot).holds("job", 60_cr, bot).holds("job", 61_cr, bot);
  acme.at("2026-01-06").captures("job", 20_cr, true).keyed("part");
  acme.captures("job", 20_cr, true).keyed("part").captures("job", 21_cr, true).keyed("part");
  acme.voids("job").keyed("end").voids("job").keyed("end").voids("job").keyed("part").uses(1).keyed("end");
  const verdict said = judge(w);

  const auto held = said.all<hold_event>();
  CHECK(held[1].repeated);
  CHECK(held[1].result == outcome::held);
  CHECK(held[1].amount == 0_cr);
  CHECK(held[1].runs_out == instant{});
  CHECK(held[1].slices.empty());
  CHECK(held[2].result == outcome::idempotency_conflict);
  CHECK_FALSE(held[2].repeated);

  const auto taken = said.all<capture_event>();
  CHECK(taken[1].repeated);
  CHECK(taken[1].result == outcome::captured);
  CHECK(taken[1].agent == bot);
  CHECK(taken[1].amount == 0_cr);
  CHECK(taken[2].result == outcome::idempotency_conflict);

  const auto freed = said.all<release_event>();
  CHECK(freed[1].repeated);
  CHECK(freed[1].result == outcome::voided);
  CHECK(freed[1].amount == 0_cr);
  CHECK(freed[2].result == outcome::idempotency_conflict);
  CHECK(said.usage_outcomes() == results{outcome::idempotency_conflict});
  CHECK(said.at_end.balance() == 80_cr);
  CHECK(said.at_end.held == 0_cr);
}

TEST_CASE("a capture carries whose hold it is", "[R5.5][R6.2]") {
  world_builder w;
  const user_index ann = w.user("ann");
  const group_index stream = w.group("stream");
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr).of(ann));
  const agent_index bot = acme.agent("bot", stop, std::nullopt, ann);
  hold_command job;
  job.agent = bot;
  job.group = stream;
  job.amount = 10_cr;
  acme.at("2026-01-05").holds("job", job).captures("job", 11_cr).captures_all("job");
  for (const capture_event& e : judge(w).all<capture_event>()) {
    CHECK(e.agent == bot);
    CHECK(e.user == ann);
    CHECK(e.group == stream);
    CHECK(e.meter == no_meter);
  }
}
