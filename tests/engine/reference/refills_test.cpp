#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using results = std::vector<outcome>;
using refills = std::vector<refill_event>;
using instants = std::vector<instant>;
const auto recurrence_of = refill_event::why::recurrence;
const auto reset_of = refill_event::why::reset;

}  // namespace

TEST_CASE("a grant that recurs is there again whole, and never accumulates", "[R3.9]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-05").grants(lot(lot_kind::free, 100_cr).recurs("2 weeks"));
  acme.at("2026-01-06").uses(30);
  acme.at("2026-01-20").uses(100);
  w.until("2026-02-10");
  const verdict said = judge(w);
  CHECK(said.all<refill_event>() ==
        refills{{1, recurrence_of, 70_cr, 100_cr, 100_cr}, {1, recurrence_of, 0_cr, 100_cr, 100_cr}});
  CHECK(said.times<refill_event>() == instants{when("2026-01-19"), when("2026-02-02")});
  CHECK(said.all<lot_event>().size() == 1);  // it keeps its id
}

TEST_CASE("recurrences are counted from the anchor, never from the one before", "[R2.2][R3.9]") {
  world_builder w;
  w.until("2026-05-01");
  auto acme = w.account("acme");
  acme.begins_with(lot(lot_kind::free, 1_cr).recurs("1 month", "2025-10-31"));
  CHECK(judge(w).times<refill_event>() ==
        instants{when("2026-01-31"), when("2026-02-28"), when("2026-03-31"), when("2026-04-30")});
}

TEST_CASE("an anchor that is still to come is the first recurrence", "[R3.9]") {
  world_builder w;
  w.until("2026-01-10");
  auto acme = w.account("acme");
  acme.begins_with(lot(lot_kind::free, 1_cr).recurs("36h", "2026-01-07"));
  acme.begins_with(lot(lot_kind::free, 1_cr).recurs("2 days", "2026-01-09"));
  const verdict said = judge(w);
  CHECK(said.times<refill_event>() ==
        instants{when("2026-01-07"), when("2026-01-08T12:00:00Z"), when("2026-01-09"), when("2026-01-10")});
}

TEST_CASE("without an anchor it recurs from when it became effective, strictly after it was booked",
          "[R3.9]") {
  world_builder w;
  w.until("2026-01-12");
  auto acme = w.account("acme");
  acme.at("2026-01-04").grants(lot(lot_kind::free, 1_cr).from("2025-12-31").recurs("4 days"));
  acme.at("2026-01-05").grants(lot(lot_kind::free, 1_cr).from("2026-01-06").recurs("72h"));
  std::vector<std::pair<lot_id, instant>> seen;
  const verdict said = judge(w);
  const auto times = said.times<refill_event>();
  for (std::size_t i = 0; i < times.size(); ++i) seen.emplace_back(said.all<refill_event>()[i].lot, times[i]);
  CHECK(seen == std::vector<std::pair<lot_id, instant>>{{1, when("2026-01-08")},
                                                        {2, when("2026-01-09")},
                                                        {1, when("2026-01-12")},
                                                        {2, when("2026-01-12")}});
}

TEST_CASE("a lot whose end falls on a recurrence ends", "[R2.4][R3.9]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(lot(lot_kind::free, 10_cr).recurs("1 week").lasts("14d"));
  const verdict said = judge(w);
  CHECK(said.times<refill_event>() == instants{when("2026-01-08")});
  CHECK(said.all<lot_end_event>() == std::vector{lot_end_event{1, 10_cr, 0_cr}});
  CHECK(said.at_end.balance() == 0_cr);
}

TEST_CASE("plan credit that comes again ends the stop of all agents", "[R3.9][R5.6]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::plan, 10_cr).recurs("1 week"));
  const agent_index bot = acme.agent("bot", when_exhausted::stop);
  acme.at("2026-01-05").uses(bot, 10).expects(bot);
  acme.at("2026-01-08").expects(bot);
  const verdict said = judge(w);
  CHECK(said.seen(0).agent_stopped);
  CHECK_FALSE(said.seen(1).agent_stopped);
}

TEST_CASE("credit that was paid for is never refilled", "[R3.9][R3.10]") {
  world_builder w;
  auto acme = w.account("acme").at("2026-01-05");
  acme.grants(lot(lot_kind::paid, 10_cr).costs(1_usd).recurs("1 week"));
  acme.grants(lot(lot_kind::paid, 10_cr).costs(1_usd).rolls_over(5_cr, 1_cr));
  acme.grants(lot(lot_kind::paid, 10_cr).costs(1_usd).rolls_over(5_cr));
  acme.grants(lot(lot_kind::paid, 0_cr).costs(1_usd).recurs("1 week"));
  acme.grants(lot(lot_kind::paid, 10_cr).costs(1_usd).recurs("1 week").until("2026-01-01"));
  const verdict said = judge(w);
  CHECK(said.command_outcomes() == results{outcome::lot_has_cost, outcome::lot_has_cost,
                                           outcome::amount_too_small, outcome::lot_has_cost});
  CHECK(said.all<lot_event>().size() == 1);
}

TEST_CASE("what an account may take in counts what comes again; without room nothing does", "[R1.6][R3.9]") {
  world_builder w;
  w.until("2026-01-20");
  auto acme = w.account("acme");
  acme.begins_with(lot(lot_kind::paid, credits::largest() - 25_cr));
  acme.begins_with(lot(lot_kind::free, 10_cr).recurs("1 week"));
  acme.begins_with(lot(lot_kind::free, 1_cr).rolls_over(std::nullopt, 10_cr));
  acme.at("2026-01-16").resets();
  const verdict said = judge(w);
  const credits rest = credits::largest() - 25_cr;
  CHECK(said.all<refill_event>() == refills{{2, recurrence_of, 10_cr, 10_cr, rest + 11_cr},
                                            {2, recurrence_of, 10_cr, 0_cr, rest + 1_cr},
                                            {3, reset_of, 0_cr, 0_cr, rest + 1_cr}});
}

TEST_CASE("a reset leaves min(max, max(left, min)) of lots with a rollover, and touches no other",
          "[R3.10]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(lot(lot_kind::free, 100_cr));
  acme.begins_with(lot(lot_kind::free, 100_cr).rolls_over(30_cr));
  acme.begins_with(lot(lot_kind::free, 100_cr).rolls_over(500_cr, 200_cr));
  acme.begins_with(lot(lot_kind::free, 100_cr).rolls_over(500_cr, 40_cr));
  acme.begins_with(lot(lot_kind::free, 100_cr).rolls_over(std::nullopt));
  w.until("2026-02-01");
  const verdict said = judge(w);
  CHECK(said.all<refill_event>() == refills{{2, reset_of, 70_cr, 0_cr, 430_cr},
                                            {3, reset_of, 0_cr, 100_cr, 530_cr},
                                            {4, reset_of, 0_cr, 0_cr, 530_cr},
                                            {5, reset_of, 0_cr, 0_cr, 530_cr}});
  CHECK(said.times<refill_event>() == instants(4, when("2026-02-01")));
}

TEST_CASE("what is held is no part of what a reset carries over", "[R3.7][R3.10]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr).rolls_over(30_cr, 20_cr));
  acme.at("2026-01-31").holds("job", 90_cr);
  acme.at("2026-02-01").expects();
  acme.at("2026-02-02").voids("job");
  const verdict said = judge(w);
  CHECK(said.all<refill_event>().at(0) == refill_event{1, reset_of, 0_cr, 10_cr, 110_cr});
  CHECK(said.seen().account.available() == 20_cr);
  CHECK(said.all<release_event>().at(0).released ==
        std::vector{released_slice{1, 90_cr, released_to::expired}});
  CHECK(said.all<release_event>().at(0).balance == 20_cr);
}

TEST_CASE("a lot that is used up is filled up again by a reset, until it ends", "[R3.10]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(
      lot(lot_kind::free, 10_cr).rolls_over(std::nullopt, 5_cr).until("2026-02-10"));
  acme.at("2026-01-05").uses(10);
  const verdict said = judge(w);
  CHECK(said.all<refill_event>() == refills{{1, reset_of, 0_cr, 5_cr, 5_cr}});
  CHECK(said.all<lot_end_event>() == std::vector{lot_end_event{1, 5_cr, 0_cr}});
}

TEST_CASE("at one instant resets come before recurrences, and both before counts restart", "[R2.4][R3.10]") {
  world_builder w;
  w.until("2026-02-01");
  auto acme = w.account("acme");
  acme.begins_with(lot(lot_kind::free, 10_cr).recurs("1 month"));
  acme.begins_with(lot(lot_kind::free, 10_cr).rolls_over(4_cr).recurs("1 month"));
  CHECK(judge(w).all<refill_event>() == refills{{2, reset_of, 6_cr, 0_cr, 14_cr},
                                                {1, recurrence_of, 10_cr, 10_cr, 14_cr},
                                                {2, recurrence_of, 4_cr, 10_cr, 20_cr}});
}

TEST_CASE("the step `reset` does what the turn does, and the period goes on", "[R3.10]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::plan, 100_cr).rolls_over(30_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop, 50_cr);
  acme.at("2026-01-05").uses(bot, 50).uses(bot, 1).resets().keyed("r").uses(bot, 1).expects(bot);
  acme.at("2026-01-06").resets().keyed("r");
  acme.at("2026-02-01").expects(bot);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{outcome::charged, outcome::limit_reached, outcome::charged});
  CHECK(said.seen(0).agent_spent == 1_cr);
  CHECK(said.seen(1).agent_spent == 0_cr);
  CHECK(said.times<refill_event>() == instants{when("2026-01-05"), when("2026-02-01"), when("2026-03-01")});
  const auto steps = said.all<command_event>();
  REQUIRE(steps.size() == 2);
  CHECK(steps[0] == command_event{w.key("r"), command_event::what::reset, outcome::changed, false});
  CHECK(steps[1] == command_event{w.key("r"), command_event::what::reset, outcome::changed, true});
}

TEST_CASE("a reset keeps debt and pays it afterwards, or drops it", "[R3.10][R4.5]") {
  world_builder w;
  w.settings().when_short = short_of_credit::carry;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr).rolls_over(std::nullopt, 8_cr));
  acme.at("2026-01-05").uses(15);
  acme.at("2026-02-01").expects();
  SECTION("kept and paid") {
    const verdict said = judge(w);
    CHECK(said.all<debt_dropped_event>().empty());
    CHECK(said.seen().account.debt == 0_cr);
    CHECK(said.seen().account.balance() == 3_cr);
  }
  SECTION("dropped") {
    w.settings().preserve_overage = false;
    const verdict said = judge(w);
    CHECK(said.all<debt_dropped_event>() == std::vector{debt_dropped_event{5_cr}});
    CHECK(said.all<debt_paid_event>().empty());
    CHECK(said.seen().account.balance() == 8_cr);
  }
}
