#include <catch2/catch.hpp>

#include "plans.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using told = subscription_event::what;

}  // namespace

TEST_CASE("3 units, then 1, then 3: nothing is charged twice", "[R8.4]") {
  world_builder w;
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  const add_on_index units = sells_add_on(w, 60_cr, 10_usd);
  auto acme = subscriber(w, starter);
  acme.at("2026-01-10").does(add_on_command{units, 3});
  acme.at("2026-01-11").does(add_on_command{units, 1});
  acme.at("2026-01-12").does(add_on_command{units, 3});
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-01-10") ==
        lines{"step changed", "charge 2 units 3000", "units_paid", "lot 2 addon 180"});
  CHECK(told_on(said, "2026-01-11") == lines{"step changed"});
  CHECK(told_on(said, "2026-01-12") == lines{"step changed"});
  CHECK(told_on(said, "2026-02-01") == lines{"end 1 1000", "end 2 180", "turned", "charge 3 renewal 5900",
                                             "renewed", "lot 3 plan 1000", "lot 4 addon 180"});
  const lot_event bought = said.all<lot_event>().at(1);
  CHECK(bought.cost == 30_usd);
  CHECK(bought.expires == when("2026-02-01"));
  CHECK(said.all<lot_event>().at(3).cost == 30_usd);
  CHECK(last(said, told::units_paid).now.units == std::vector<std::uint32_t>{3});
  CHECK(last(said, told::turned).now.units == std::vector<std::uint32_t>{0});
}

TEST_CASE("fewer units act with the next cycle, more for the difference", "[R8.4]") {
  world_builder w;
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  const add_on_index units = sells_add_on(w, 60_cr, 10_usd);
  auto acme = subscriber(w, starter);
  acme.at("2026-01-10").does(add_on_command{units, 2});
  acme.at("2026-01-11").does(add_on_command{units, 5});
  acme.at("2026-01-12").does(add_on_command{units, 1});
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-01-11") ==
        lines{"step changed", "charge 3 units 3000", "units_paid", "lot 3 addon 180"});
  CHECK(said.all<charge_event>().at(3).amount == 39_usd);
  CHECK(told_on(said, "2026-02-01").back() == "lot 5 addon 60");
}

TEST_CASE("units may cost and bring their part of the cycle", "[R8.4]") {
  world_builder w;
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  const add_on_index units = sells_add_on(w, 31_cr, 31_usd);
  w.catalog().add_ons[units].prorate = true;
  auto acme = subscriber(w, starter);
  acme.at("2026-01-11").does(add_on_command{units, 2});  // 21 of 31 days
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-01-11") ==
        lines{"step changed", "charge 2 units 4200", "units_paid", "lot 2 addon 42"});
}

TEST_CASE("an add-on is sold with its plans alone, and with a subscription", "[R8.4][R8.5]") {
  world_builder w;
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  const add_on_index units = sells_add_on(w, 60_cr, 10_usd);
  const plan_index other = sells(w, monthly("other", 29_usd, 1000_cr));
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-10").does(add_on_command{units, 1}).does(subscribe_command{starter, {}});
  acme.does(add_on_command{units, 1});
  acme.at("2026-01-11").does(add_on_command{units, 1}).does(add_on_command{units, 2});
  acme.at("2026-01-12").does(change_plan_command{other});  // neither dearer nor larger: with the next cycle
  acme.at("2026-02-11")
      .does(add_on_command{units, 1})
      .does(cancel_command{true})
      .does(add_on_command{units, 1});
  const verdict said = judge(w);
  using o = outcome;
  CHECK(said.command_outcomes() == std::vector{o::subscription_required, o::subscribed, o::payment_pending,
                                               o::changed, o::payment_pending, o::changed,
                                               o::add_on_not_offered, o::changed, o::subscription_ended});
  CHECK(told_on(said, "2026-02-10") == lines{"end 1 1000", "end 2 60", "turned", "plan_changed",
                                             "charge 3 renewal 2900", "renewed", "lot 3 plan 1000"});
}

TEST_CASE("3 users, 2 units at 10 USD: 60 USD, a lot of 120 for each", "[R8.5]") {
  world_builder w;
  const std::vector<user_index> users{w.user("olga"), w.user("ben"), w.user("eva")};
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  const add_on_index units = sells_add_on(w, 60_cr, 10_usd, credit_pool::per_user);
  auto acme = subscriber(w, starter, users);
  acme.at("2026-01-10").does(add_on_command{units, 2});
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-01-10") == lines{"step changed", "charge 2 units 6000", "units_paid",
                                             "lot 2 addon 120", "lot 3 addon 120", "lot 4 addon 120"});
  CHECK(said.all<lot_event>().at(2).only.user == users[1]);
  CHECK(said.all<lot_event>().at(2).cost == 20_usd);
  CHECK(said.all<charge_event>().at(2).amount == 89_usd);
}

TEST_CASE("add-ons do not roll over", "[R8.5]") {
  world_builder w;
  plan_terms starter = monthly("starter", 29_usd, 1000_cr);
  starter.rollover = carry_terms{5000_cr, std::nullopt};
  const plan_index plan = sells(w, starter);
  const add_on_index units = sells_add_on(w, 60_cr, 10_usd);
  auto acme = subscriber(w, plan);
  acme.at("2026-01-10").does(add_on_command{units, 1});
  const lines turn = told_on(judge(w), "2026-02-01");
  CHECK(turn.at(0) == "carry 1 1000 of 1000");
  CHECK(turn.at(1) == "end 2 60");
}

TEST_CASE("units whose payment is declined are neither granted nor charged with the next cycle", "[R8.4]") {
  world_builder w;
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  const add_on_index units = sells_add_on(w, 60_cr, 10_usd);
  auto acme = subscriber(w, starter);
  acme.spec().payment_methods = {card({card_answer::ok, card_answer::declines, card_answer::ok})};
  acme.at("2026-01-10").does(add_on_command{units, 3});
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-01-10") == lines{"step changed", "charge 2 units 3000"});
  CHECK(said.all<charge_event>().at(2).amount == 29_usd);
}

TEST_CASE("the money of a total that was rounded is split so that it adds up", "[R8.4][R13.2]") {
  world_builder w;
  const std::vector<user_index> users{w.user("olga"), w.user("ben"), w.user("eva")};
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  const add_on_index units = sells_add_on(w, 31_cr, 1_usd, credit_pool::per_user);
  w.catalog().add_ons[units].prorate = true;
  auto acme = subscriber(w, starter, users);
  acme.at("2026-01-11").does(add_on_command{units, 1});  // 3 x 100 x 21/31 = 203.2 cents
  const verdict said = judge(w);
  CHECK(said.all<charge_event>().at(1).amount == 203_cents);
  std::vector<money> costs;
  for (const lot_event& e : said.all<lot_event>())
    if (e.kind == lot_kind::addon && e.created < when("2026-02-01")) costs.push_back(e.cost);
  CHECK(costs == std::vector{67_cents, 68_cents, 68_cents});
}
