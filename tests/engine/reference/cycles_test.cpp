#include <catch2/catch.hpp>

#include "plans.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using told = subscription_event::what;

// A plan of 1000 a month that carries up to 200.
plan_terms carrying_plan(std::optional<std::uint32_t> lives = 1) {
  plan_terms terms = monthly("starter", 29_usd, 1000_cr);
  terms.rollover = carry_terms{200_cr, lives};
  return terms;
}

}  // namespace

TEST_CASE("without rollover what is left of the allocation ends with the cycle", "[R8.2]") {
  world_builder w;
  auto acme = subscriber(w, sells(w, monthly("starter", 29_usd, 1000_cr)));
  acme.at("2026-01-10").uses(700);
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01") ==
        lines{"end 1 300", "turned", "charge 2 renewal 2900", "renewed", "lot 2 plan 1000"});
  CHECK(said.all<lot_event>().at(1).key == effect_key{effect_key::space::cycle, 0, 1});
  CHECK(said.all<lot_event>().at(1).payment == 2);
}

TEST_CASE("300 of 1000 left, at most 200 carried: 200 at the boundary, 1200 when the renewal is paid",
          "[R8.2]") {
  world_builder w;
  auto acme = subscriber(w, sells(w, carrying_plan()));
  acme.at("2026-01-10").uses(700);
  acme.at("2026-02-01").expects();
  acme.at("2026-02-01T00:00:03Z").expects();
  const verdict said = judge(w);
  CHECK(said.seen(0).account.balance() == 200_cr);
  CHECK(said.seen(1).account.balance() == 1200_cr);
  CHECK(told_on(said, "2026-02-01") ==
        lines{"carry 1 200 of 300", "turned", "charge 2 renewal 2900", "renewed", "lot 2 plan 1000"});
  CHECK(said.all<carry_event>().at(0).expires == when("2026-03-01"));
}

TEST_CASE("carried credit is burned first, and lives for so many turns", "[R8.2]") {
  world_builder w;
  auto acme = subscriber(w, sells(w, carrying_plan()));
  acme.at("2026-02-10").uses(150);
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-03-01").at(0) == "end 1 50");
  CHECK(told_on(said, "2026-03-01").at(1) == "carry 2 200 of 1000");
}

TEST_CASE("what was carried for ever gives way to what is newer", "[R8.2]") {
  world_builder w;
  auto acme = subscriber(w, sells(w, carrying_plan(std::nullopt)));
  acme.at("2026-02-10").uses(100);  // of the 200 that were carried
  acme.uses(900);                   // 100 of them, 800 of the new ones
  acme.at("2026-02-20").uses(80);   // 120 are left
  const verdict early = judge(w);
  CHECK(told_on(early, "2026-03-01").at(0) == "end 1 0");
  CHECK(told_on(early, "2026-03-01").at(1) == "carry 2 120 of 120");

  world_builder v;
  auto other = subscriber(v, sells(v, carrying_plan(std::nullopt)));
  other.at("2026-01-10").holds("h", 1000_cr, no_agent, "60d");
  other.at("2026-02-10").uses(850).voids("h");  // what was held ends with its lot
  const verdict late = judge(v);
  CHECK(told_on(late, "2026-02-01").at(0) == "end 1 0");
  CHECK(told_on(late, "2026-03-01").at(0) == "carry 2 150 of 150");
}

TEST_CASE("held credit of a carried lot stays held, and expires when it is given back", "[R8.2][R3.7]") {
  world_builder w;
  auto acme = subscriber(w, sells(w, carrying_plan()));
  acme.at("2026-01-20").holds("h", 100_cr, no_agent, "30d");
  acme.at("2026-02-05").expects();
  acme.at("2026-02-06").voids("h").expects();
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01").at(0) == "carry 1 200 of 900");
  CHECK(said.seen(0).account.available() == 1200_cr);
  CHECK(said.seen(1).account.available() == 1200_cr);
}

TEST_CASE("nothing is carried when the subscription ends at the boundary", "[R8.2][R8.6]") {
  world_builder w;
  auto acme = subscriber(w, sells(w, carrying_plan()));
  acme.at("2026-01-10").does(cancel_command{});
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01") == lines{"end 1 1000", "subscription_ended"});
  CHECK(said.at_end.balance() == 0_cr);
}

TEST_CASE("each user carries up to the most", "[R8.2]") {
  world_builder w;
  const std::vector<user_index> users{w.user("olga"), w.user("ben")};
  plan_terms team = carrying_plan();
  team.pool = credit_pool::per_user;
  auto acme = subscriber(w, sells(w, team), users);
  acme.at("2026-01-10").uses(900).on_behalf_of(users[0]);
  const verdict said = judge(w);
  const lines turn = told_on(said, "2026-02-01");
  CHECK(turn.at(0) == "carry 1 100 of 100");
  CHECK(turn.at(1) == "carry 2 200 of 1000");
}

TEST_CASE("granted at the boundary, the allocation does not wait for the payment", "[R8.2]") {
  world_builder w;
  w.settings().renewal_grants = renewal_grant::at_boundary;
  w.settings().dunning = {};
  auto acme = subscriber(w, sells(w, monthly("starter", 29_usd, 1000_cr)));
  acme.at("2026-02-10").sets_cards({bad_card(1)});
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01") ==
        lines{"end 1 1000", "turned", "charge 2 renewal 2900", "lot 2 plan 1000", "renewed"});
  CHECK(told_on(said, "2026-03-01") == lines{"end 2 1000", "turned", "charge 3 renewal 2900",
                                             "lot 3 plan 1000", "past_due", "end 3 1000",
                                             "subscription_ended"});
}

TEST_CASE("a yearly plan may grant its allocation monthly", "[R8.8]") {
  world_builder w;
  plan_terms year = monthly("year", 900_usd, 1000_cr);
  year.every = lasting("1 year");
  year.monthly_allocation = true;
  year.rollover = carry_terms{100_cr, 1};
  auto acme = subscriber(w, sells(w, year));
  acme.at("2026-01-10").uses(950);
  const verdict said = judge(w);
  CHECK(said.charges.size() == 1);
  CHECK(told_on(said, "2026-02-01") == lines{"carry 1 50 of 50", "lot 2 plan 1000"});
  CHECK(told_on(said, "2026-03-01") == lines{"end 1 50", "carry 2 100 of 1000", "lot 3 plan 1000"});
  CHECK(said.all<lot_event>().at(2).key == effect_key{effect_key::space::cycle, 0, 2});
  CHECK(last(said, told::begun).now.renews == when("2027-01-01"));
}

TEST_CASE("a cycle has its true length where the clock changes", "[R2.3][R8.8]") {
  world_builder w;
  const plan_index starter = sells(w, monthly("starter", 1_usd, 1_cr));
  auto acme = w.account("acme").pays_by(good_card());
  acme.in_zone(
      {"Europe/Madrid", {{instant::from_us(INT64_MIN), 3600}, {when("2026-03-29T01:00:00Z"), 7200}}});
  acme.at("2026-02-28T23:00:00Z").does(subscribe_command{starter, {}});
  w.until("2026-04-30");
  CHECK(judge(w).times<charge_event>() ==
        std::vector{when("2026-02-28T23:00:00Z"), when("2026-03-31T22:00:00Z")});
}

TEST_CASE("the usage period is the cycle, or a month of a longer one", "[R2.6]") {
  world_builder w;
  plan_terms year = monthly("year", 0_usd, 1000_cr);
  year.every = lasting("1 year");
  const plan_index yearly = sells(w, year);
  auto acme = w.account("acme");
  const agent_index bot = acme.agent("bot");
  acme.begins_with(lot(lot_kind::free, 1000_cr));
  acme.at("2026-01-10").uses(bot, 1).expects(bot);
  acme.at("2026-01-15").does(subscribe_command{yearly, {}}).expects(bot);
  acme.at("2026-02-14").uses(bot, 2).expects(bot);
  acme.at("2026-02-15").expects(bot);
  acme.at("2026-02-20").uses(bot, 4).does(cancel_command{true}).expects(bot);
  acme.at("2026-02-21").uses(bot, 8);
  acme.at("2026-02-28").expects(bot);
  acme.at("2026-03-01").expects(bot);
  const verdict said = judge(w);
  std::vector<credits> spent;
  for (const figures_event& e : said.all<figures_event>()) spent.push_back(e.agent_spent);
  CHECK(spent == std::vector{1_cr, 0_cr, 2_cr, 0_cr, 0_cr, 8_cr, 0_cr});
}

TEST_CASE("by calendar months, cycles do not matter for the usage period", "[R2.6]") {
  world_builder w;
  w.settings().period = usage_period::calendar_month;
  const plan_index starter = sells(w, monthly("starter", 0_usd, 1000_cr));
  auto acme = w.account("acme");
  const agent_index bot = acme.agent("bot");
  acme.begins_with(lot(lot_kind::free, 1000_cr));
  acme.at("2026-01-10").uses(bot, 1);
  acme.at("2026-01-15").does(subscribe_command{starter, {}}).expects(bot);
  acme.at("2026-02-15").uses(bot, 2).expects(bot);
  acme.at("2026-03-01").expects(bot);
  const verdict said = judge(w);
  CHECK(said.seen(0).agent_spent == 1_cr);
  CHECK(said.seen(1).agent_spent == 2_cr);
  CHECK(said.seen(2).agent_spent == 0_cr);
}

TEST_CASE(
    "the charge at the boundary goes by the version that takes effect then, the carry by the one before",
    "[R2.4][R7.3]") {
  world_builder w;
  subscriber(w, sells(w, carrying_plan()));
  catalog& later = w.version("2026-02-01");
  later.plans[0].price = 39_usd;
  later.plans[0].allocation = 2000_cr;
  later.plans[0].rollover = carry_terms{50_cr, 1};
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01") ==
        lines{"carry 1 200 of 1000", "turned", "charge 2 renewal 3900", "renewed", "lot 2 plan 2000"});
}
