#include <catch2/catch.hpp>

#include "plans.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

quote_event quoted(const verdict& said) {
  const auto all = said.all<quote_event>();
  return all.empty() ? quote_event{} : all.back();
}

}  // namespace

TEST_CASE("a quote says what an upgrade costs now and per cycle, and changes nothing", "[R7.4]") {
  world_builder w;
  w.from("2026-04-01").until("2026-05-02");
  const plan_index small = sells(w, monthly("small", 29_usd, 1000_cr));
  const plan_index large = sells(w, monthly("large", 99_usd, 5000_cr));
  auto acme = subscriber(w, small);
  acme.at("2026-04-11").does(quote_command{change_plan_command{large}});
  const verdict said = judge(w);
  CHECK(quoted(said).now == 4667_cents);
  CHECK(quoted(said).grants == 2666.666666_cr);
  CHECK(quoted(said).per_cycle == 99_usd);
  CHECK(quoted(said).acts == when("2026-04-11"));
  CHECK(said.charges.size() == 2);
  CHECK(said.all<charge_event>().back().amount == 29_usd);
}

TEST_CASE("a downgrade, fewer units and a user who leaves act at the boundary", "[R7.4]") {
  world_builder w;
  const std::vector<user_index> users{w.user("olga"), w.user("ben")};
  plan_terms team = monthly("team", 31_usd, 310_cr);
  team.pool = credit_pool::per_user;
  const plan_index plan = sells(w, team);
  const plan_index tiny = sells(w, monthly("tiny", 9_usd, 100_cr));
  const add_on_index units = sells_add_on(w, 60_cr, 10_usd);
  auto acme = subscriber(w, plan, users);
  acme.at("2026-01-10").does(add_on_command{units, 2});
  acme.at("2026-01-11").does(quote_command{change_plan_command{tiny}});
  acme.does(quote_command{add_on_command{units, 1}}).does(quote_command{seat_command{users[1], false}});
  const verdict said = judge(w);
  const auto all = said.all<quote_event>();
  REQUIRE(all.size() == 3);
  for (const quote_event& q : all) {
    CHECK(q.now.is_zero());
    CHECK(q.grants.is_zero());
    CHECK(q.acts == when("2026-02-01"));
  }
  CHECK(all[0].per_cycle == 29_usd);
  CHECK(all[1].per_cycle == 72_usd);
  CHECK(all[2].per_cycle == 51_usd);
}

TEST_CASE("more units and a seat are quoted with their lots", "[R7.4]") {
  world_builder w;
  const std::vector<user_index> users{w.user("olga"), w.user("ben")};
  const user_index eva = w.user("eva");
  plan_terms team = monthly("team", 31_usd, 310_cr);
  team.pool = credit_pool::per_user;
  const plan_index plan = sells(w, team);
  const add_on_index units = sells_add_on(w, 60_cr, 10_usd, credit_pool::per_user);
  auto acme = subscriber(w, plan, users);
  acme.at("2026-01-11")
      .does(quote_command{add_on_command{units, 2}})
      .does(quote_command{seat_command{eva, true}});
  const auto all = judge(w).all<quote_event>();
  REQUIRE(all.size() == 2);
  CHECK(all[0].now == 40_usd);
  CHECK(all[0].grants == 240_cr);
  CHECK(all[0].per_cycle == 102_usd);
  CHECK(all[1].now == 21_usd);
  CHECK(all[1].grants == 210_cr);
  CHECK(all[1].per_cycle == 93_usd);
}

TEST_CASE("a quote is refused as its change would be", "[R7.4]") {
  world_builder w;
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  const add_on_index units = sells_add_on(w, 60_cr, 10_usd);
  auto acme = w.account("acme");
  acme.at("2026-01-10")
      .does(quote_command{add_on_command{units, 1}})
      .does(quote_command{change_plan_command{starter}});
  acme.does(quote_command{seat_command{0, false}});
  w.user("olga");
  using o = outcome;
  CHECK(judge(w).command_outcomes() ==
        std::vector{o::subscription_required, o::subscription_required, o::not_a_user});
}
