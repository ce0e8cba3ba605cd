#include <catch2/catch.hpp>

#include "plans.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// A plan of 1000 a month that carries 50 to 200.
plan_terms carrying_plan(std::optional<std::uint32_t> lives = 1) {
  plan_terms terms = monthly("starter", 29_usd, 1000_cr);
  terms.rollover = carry_terms{200_cr, lives, 50_cr};
  return terms;
}

// What the first turn did with the lot of the first cycle, after so much of it was used.
std::string turn_after(std::int64_t used) {
  world_builder w;
  auto acme = subscriber(w, sells(w, carrying_plan()));
  if (used > 0) acme.at("2026-01-10").uses(used);
  return told_on(judge(w), "2026-02-01").at(0);
}

}  // namespace

TEST_CASE("what is carried is filled up to the least, in the lot itself", "[R8.2]") {
  CHECK(turn_after(980) == "carry 1 50 of 20, refilled 30");
  CHECK(turn_after(950) == "carry 1 50 of 50");
  CHECK(turn_after(940) == "carry 1 60 of 60");
  CHECK(turn_after(0) == "carry 1 200 of 1000");
}

TEST_CASE("a lot that was used up is carried for what is refilled", "[R8.2]") {
  world_builder w;
  auto acme = subscriber(w, sells(w, carrying_plan()));
  acme.at("2026-01-10").uses(1000);
  acme.at("2026-02-01").expects();
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01") == lines{"carry 1 50 of 0, refilled 50", "turned",
                                             "charge 2 renewal 2900", "renewed", "lot 2 plan 1000"});
  CHECK(said.all<carry_event>().at(0).expires == when("2026-03-01"));
  CHECK(said.seen().account.balance() == 50_cr);
  CHECK(told_on(said, "2026-03-01").at(0) == "end 1 50");
}

TEST_CASE("the newest lot that may be carried is filled up, what was carried before counts", "[R8.2]") {
  world_builder w;
  auto acme = subscriber(w, sells(w, carrying_plan(std::nullopt)));
  acme.at("2026-01-10").uses(970);   // 30 go on, and 20 more
  acme.at("2026-02-10").uses(1040);  // 10 are left, of the second lot
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01").at(0) == "carry 1 50 of 30, refilled 20");
  CHECK(told_on(said, "2026-03-01").at(0) == "end 1 0");
  CHECK(told_on(said, "2026-03-01").at(1) == "carry 2 50 of 10, refilled 40");
}

TEST_CASE("older credit that goes on counts for the least", "[R8.2]") {
  world_builder w;
  w.settings().burn_down = {{burn_by::lot_id, true}};
  auto acme = subscriber(w, sells(w, carrying_plan(std::nullopt)));
  acme.at("2026-01-10").uses(970);   // 50 go on
  acme.at("2026-02-10").uses(1010);  // of the second lot first: 40 of the first are left
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-03-01").at(0) == "carry 1 40 of 40");
  CHECK(told_on(said, "2026-03-01").at(1) == "carry 2 10 of 0, refilled 10");
}

TEST_CASE("each user is filled up to the least, but not one who leaves", "[R8.2][R8.8]") {
  world_builder w;
  const std::vector<user_index> users{w.user("olga"), w.user("ben"), w.user("eve")};
  plan_terms team = carrying_plan();
  team.pool = credit_pool::per_user;
  auto acme = subscriber(w, sells(w, team), users);
  acme.at("2026-01-10").uses(990).on_behalf_of(users[0]).uses(1000).on_behalf_of(users[1]);
  acme.uses(995).on_behalf_of(users[2]).does(seat_command{users[2], false});
  const lines turn = told_on(judge(w), "2026-02-01");
  CHECK(turn.at(0) == "carry 1 50 of 10, refilled 40");
  CHECK(turn.at(1) == "carry 2 50 of 0, refilled 50");
  CHECK(turn.at(2) == "end 3 5");
}

TEST_CASE("a lot that has lived its turns is not filled up; without a candidate nothing is", "[R8.2]") {
  world_builder w;
  w.settings().dunning = {duration::days(40)};
  auto acme = subscriber(w, sells(w, carrying_plan()));
  acme.at("2026-01-10").uses(1000);
  acme.at("2026-01-20").sets_cards({bad_card(1)});  // never paid again: there is no second lot
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01").at(0) == "carry 1 50 of 0, refilled 50");
  CHECK(told_on(said, "2026-03-01") == lines{"end 1 50", "turned"});
}

TEST_CASE("what is held of a lot that is filled up expires when it is given back", "[R8.2][R3.7]") {
  world_builder w;
  auto acme = subscriber(w, sells(w, carrying_plan()));
  acme.at("2026-01-20").holds("h", 1000_cr, no_agent, "30d");
  acme.at("2026-02-01").expects();
  acme.at("2026-02-06").voids("h").expects();
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01").at(0) == "carry 1 50 of 0, refilled 50");
  CHECK(said.seen(0).account.held == 1000_cr);
  CHECK(said.seen(0).account.available() == 50_cr);
  CHECK(said.seen(1).account.available() == 1050_cr);
}

TEST_CASE("what there is no room for is not refilled", "[R8.2][R1.6]") {
  world_builder w;
  auto acme = subscriber(w, sells(w, carrying_plan()));
  acme.begins_with(lot(lot_kind::paid, credits::largest() - 1049_cr));
  acme.at("2026-01-10").uses(1000);
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01").at(0) == "end 2 0");
  CHECK(said.all<carry_event>().empty());
}

TEST_CASE("neither a replaced allocation nor a trim is filled up", "[R8.2][R8.7]") {
  world_builder w;
  w.settings().allocation_on_change = change_allocation::replace;
  const plan_index starter = sells(w, carrying_plan());
  plan_terms bigger = monthly("bigger", 59_usd, 3000_cr);
  bigger.rollover = carry_terms{100_cr, 1, 80_cr};
  const plan_index team = sells(w, bigger);
  auto acme = subscriber(w, starter);
  acme.at("2026-01-10").uses(990);
  acme.at("2026-02-05").does(change_plan_command{team, true, false});
  const lines change = told_on(judge(w), "2026-02-05");
  CHECK(change == lines{"step changed", "charge 3 plan_change 2571", "end 1 50", "end 2 1000", "plan_changed",
                        "lot 3 plan 3000"});
}

TEST_CASE("a restart fills up by the terms of the old plan", "[R8.2][R8.7]") {
  world_builder w;
  const plan_index starter = sells(w, carrying_plan());
  plan_terms bigger = monthly("bigger", 59_usd, 3000_cr);
  bigger.rollover = carry_terms{200_cr, 1};
  const plan_index team = sells(w, bigger);
  auto acme = subscriber(w, starter);
  acme.at("2026-01-10").uses(1000);
  acme.at("2026-01-16T12:00:00Z").does(change_plan_command{team, true, true});
  const lines change = told_on(judge(w), "2026-01-16");
  REQUIRE(change.size() == 5);
  CHECK(change.at(2) == "carry 1 50 of 0, refilled 50");
}

TEST_CASE("refilled credit of the plan ends the stop of agents", "[R8.2][R5.6]") {
  world_builder w;
  w.settings().period = usage_period::calendar_month;
  plan_terms starter = carrying_plan();
  starter.every = lasting("20 days");
  auto acme = subscriber(w, sells(w, starter));
  acme.begins_with(lot(lot_kind::paid, 10_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop);
  acme.at("2026-01-10").uses(bot, 1000).expects(bot);
  acme.at("2026-01-21").expects(bot);
  const verdict said = judge(w);
  CHECK(said.seen(0).agent_stopped);
  CHECK_FALSE(said.seen(1).agent_stopped);
}
