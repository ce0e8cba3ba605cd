#include <catch2/catch.hpp>

#include "plans.hpp"
#include "shop.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

constexpr meter_index units = 0;  // one credit each

estimate_command plan_of(std::int64_t count, agent_index agent = no_agent) {
  return {agent, {{units, count * unit}}};
}

estimate_event only_estimate(const world_builder& w) {
  return judge(w).all<estimate_event>().at(0);
}

}  // namespace

TEST_CASE("an estimate says what activities would cost and changes nothing", "[R7.4]") {
  world_builder w;
  const meter_index halves = w.meter("halves", 500'000);
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  acme.at("2026-01-05").does(estimate_command{no_agent, {{units, 30 * unit}, {halves, 20 * unit}}}).expects();
  const verdict said = judge(w);
  const estimate_event told = said.all<estimate_event>().at(0);
  CHECK(told.total == 40_cr);
  CHECK(told.available == 100_cr);
  CHECK(told.after == 60_cr);
  CHECK(told.missing == 0_cr);
  CHECK(told.offer == 0_usd);
  CHECK(said.seen().account.balance() == 100_cr);
}

TEST_CASE("each activity counts for the tiers of the next", "[R7.4][R7.2]") {
  shop s = shop_of_graduated();
  const metered_quantity eighty{s.sold, 80 * unit};
  s.acme.does(estimate_command{no_agent, {eighty, eighty}});
  s.uses(80 * unit);
  const verdict said = judge(s.w);
  CHECK(said.all<estimate_event>().at(0).total == 126_cr);
  CHECK(said.all<usage_event>().at(0).amount == 80_cr);
}

TEST_CASE("the cheapest purchase that covers what is missing is offered", "[R7.4]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  acme.at("2026-01-05").does(plan_of(151));
  SECTION("the least money, free-form") {
    CHECK(only_estimate(w).missing == 51_cr);
    CHECK(only_estimate(w).after == -51_cr);
    CHECK(only_estimate(w).offer == 102_cents);
    CHECK(only_estimate(w).brings == 51_cr);
  }
  SECTION("raised to the minimum") {
    w.catalog().top_ups.minimum = 5_usd;
    CHECK(only_estimate(w).offer == 5_usd);
    CHECK(only_estimate(w).brings == 250_cr);
  }
  SECTION("the smallest tier that is enough") {
    w.catalog().top_ups.tiers = {10_usd, 1_usd, 2_usd};
    CHECK(only_estimate(w).offer == 2_usd);
  }
  SECTION("none beyond the maximum") {
    w.catalog().top_ups.maximum = 1_usd;
    CHECK(only_estimate(w).offer == 0_usd);
    CHECK(only_estimate(w).brings == 0_cr);
  }
}

TEST_CASE("a bonus counts for what a purchase covers", "[R7.4][R9.1]") {
  world_builder w;
  top_up_terms& terms = w.catalog().top_ups;
  terms.bonuses = {{2_usd, 30_cr}, {4_usd, 10_cr}};
  w.account("acme").at("2026-01-05").does(plan_of(120));
  SECTION("the least money with it, free-form") {
    CHECK(only_estimate(w).offer == 2_usd);
    CHECK(only_estimate(w).brings == 130_cr);
  }
  SECTION("the smallest tier that is enough with it") {
    terms.tiers = {1_usd, 2_usd, 5_usd};
    CHECK(only_estimate(w).offer == 2_usd);
  }
  SECTION("the last bonus that is reached, also where it is smaller") {
    terms.minimum = 4_usd;
    CHECK(only_estimate(w).offer == 4_usd);
    CHECK(only_estimate(w).brings == 210_cr);
  }
  SECTION("none where it is reached beyond the maximum alone") {
    terms.maximum = 199_cents;
    CHECK(only_estimate(w).offer == 0_usd);
  }
}

TEST_CASE("what would be refused is not offered", "[R7.4][R9.2]") {
  world_builder w;
  plan_terms closed = monthly("closed", 29_usd, 100_cr);
  closed.top_ups = false;
  w.catalog().plans = {closed};
  auto acme = w.account("acme").pays_by(good_card()).at("2026-01-05");
  SECTION("on a plan that is closed to top-ups") {
    acme.does(subscribe_command{0}).later(duration::hours(1)).does(plan_of(151));
    CHECK(only_estimate(w).missing == 51_cr);
  }
  SECTION("without the plan that they need") {
    w.catalog().top_ups.requires_plan = true;
    acme.does(plan_of(151));
    CHECK(only_estimate(w).missing == 151_cr);
  }
  CHECK(only_estimate(w).offer == 0_usd);
  CHECK(only_estimate(w).brings == 0_cr);
}

TEST_CASE("available is what the agent may spend on the first activity", "[R7.4][R5.2]") {
  world_builder w;
  const user_index ben = w.user("ben");
  auto acme = w.account("acme")
                  .begins_with(lot(lot_kind::free, 10_cr))
                  .begins_with(lot(lot_kind::free, 20_cr).of(ben))
                  .begins_with(lot(lot_kind::free, 40_cr).only({1}))
                  .begins_with(lot(lot_kind::paid, 80_cr));
  w.meter("other", 1'000'000);
  const agent_index free = acme.agent("free", when_exhausted::use_balance, std::nullopt, ben);
  const agent_index stops = acme.agent("stops", when_exhausted::stop);
  acme.at("2026-01-05")
      .does(plan_of(1, free))
      .does(plan_of(1, stops))
      .does(plan_of(1))
      .does(estimate_command{stops, {}});
  const auto told = judge(w).all<estimate_event>();
  CHECK(told.at(0).available == 110_cr);
  CHECK(told.at(1).available == 10_cr);
  CHECK(told.at(2).available == 90_cr);
  CHECK(told.at(3).available == 70_cr);
  CHECK(told.at(3).total == 0_cr);
}

TEST_CASE("a sum that cannot be counted is refused", "[R7.4][R1.5]") {
  world_builder w;
  const meter_index dear = w.meter("dear", INT64_MAX);
  w.account("acme").at("2026-01-05").does(estimate_command{no_agent, {{dear, unit}, {dear, unit}}});
  CHECK(judge(w).command_outcomes() == std::vector<outcome>{outcome::amount_out_of_range});
}
