#include <catch2/catch.hpp>

#include "plans.hpp"

using namespace drawdown;
using namespace drawdown::test;

TEST_CASE("only who has the role may buy and change, where a step says who acts", "[R11.2]") {
  world_builder w;
  const user_index olga = w.user("olga");
  const user_index ben = w.user("ben");
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  auto acme = w.account("acme").pays_by(good_card());
  acme.spec().managers = {olga};
  acme.at("2026-01-10").tops_up(20_usd).by(ben).tops_up(20_usd).by(olga).tops_up(20_usd);
  acme.sets_low_balance(10_cr).by(ben);
  acme.does(subscribe_command{starter, {}}).keyed("mine").by(ben);
  acme.does(subscribe_command{starter, {}}).keyed("mine").by(olga);  // the first outcome counts
  acme.does(cancel_command{}).by(ben).does(seat_command{ben, true}).by(ben);
  acme.grants(lot(lot_kind::free, 5_cr)).by(ben);  // asks for no role
  const verdict said = judge(w);
  using o = outcome;
  CHECK(said.command_outcomes() == std::vector{o::forbidden, o::requested, o::requested, o::forbidden,
                                               o::forbidden, o::forbidden, o::forbidden, o::forbidden});
  CHECK(said.all<command_event>().at(5).repeated);
  CHECK(said.at_end.of(lot_kind::free) == 5_cr);
}

TEST_CASE("the organization's usage is shown to those who may see it", "[R11.1]") {
  world_builder w;
  const user_index olga = w.user("olga");
  const user_index ben = w.user("ben");
  auto acme = w.account("acme");
  acme.spec().viewers = {olga};
  acme.at("2026-01-10").does(view_usage_command{}).by(olga).does(view_usage_command{}).by(ben);
  acme.does(view_usage_command{});
  using o = outcome;
  CHECK(judge(w).command_outcomes() == std::vector{o::shown, o::forbidden, o::shown});
}

TEST_CASE("top-ups may ask for an active plan that has a price", "[R9.2]") {
  world_builder w;
  w.catalog().top_ups.requires_plan = true;
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  const plan_index gratis = sells(w, monthly("gratis", 0_usd, 10_cr));
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-10").tops_up(20_usd).does(subscribe_command{gratis, {}}).tops_up(20_usd);
  acme.at("2026-01-11").does(change_plan_command{starter}).tops_up(20_usd);
  acme.at("2026-01-12").does(cancel_command{}).tops_up(20_usd);
  using o = outcome;
  CHECK(judge(w).command_outcomes() == std::vector{o::membership_required, o::subscribed,
                                                   o::membership_required, o::changed, o::membership_required,
                                                   o::changed, o::requested});
}

TEST_CASE("a plan may be closed to top-ups", "[R8.1]") {
  world_builder w;
  plan_terms closed = monthly("closed", 29_usd, 1000_cr);
  closed.top_ups = false;
  auto acme = subscriber(w, sells(w, closed));
  acme.at("2026-01-01").tops_up(20_usd);
  acme.at("2026-01-12").tops_up(20_usd);
  acme.at("2026-01-13").does(cancel_command{true}).tops_up(20_usd);
  using o = outcome;
  CHECK(judge(w).command_outcomes() ==
        std::vector{o::subscribed, o::requested, o::membership_required, o::changed, o::requested});
}

TEST_CASE("a recharge that would be refused for want of a plan fails so, once", "[R9.2][R10.2]") {
  world_builder w;
  w.catalog().top_ups.requires_plan = true;
  recharge_terms terms;
  terms.threshold = 100_cr;
  terms.amount = 20_usd;
  auto acme = w.account("acme").pays_by(good_card()).recharges(terms);
  acme.at("2026-01-10").uses(0).uses(0);
  const verdict said = judge(w);
  REQUIRE(said.all<recharge_failed_event>().size() == 1);
  CHECK(said.all<recharge_failed_event>().at(0).why == outcome::membership_required);
  terms.limits = recharge_limits::minimum_only;
  acme.recharges(terms);
  CHECK(judge(w).charges.size() == 1);
}
