// What planned activities would cost (R7.4).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

constexpr std::int64_t unit = 1'000'000;  // in a quantity

estimate_command of_units(std::vector<std::int64_t> counts, agent_index agent = no_agent) {
  estimate_command asked;
  asked.agent = agent;
  for (const std::int64_t count : counts) asked.activities.push_back({0, count * unit});
  return asked;
}

estimate_event answer(const world_builder& w, std::size_t nth = 0) {
  return run(w).all<estimate_event>().at(nth);
}

TEST_CASE("an estimate adds up what the activities cost and says what would be left", "[R7.4]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  acme.at("2026-01-05").does(of_units({20, 30})).uses(100);
  const verdict said = run(w);
  const estimate_event told = said.all<estimate_event>().at(0);
  CHECK(told.total == 50_cr);
  CHECK(told.available == 100_cr);
  CHECK(told.after == 50_cr);
  CHECK(told.missing == 0_cr);
  CHECK(told.offer.is_zero());
  CHECK(said.usage_outcomes() == std::vector{outcome::charged});  // nothing was reserved
}

TEST_CASE("an estimate names the cheapest purchase that covers what is missing", "[R7.4]") {
  world_builder w;
  w.catalog().top_ups.tiers = {25_usd, 10_usd, 100_usd};
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  acme.at("2026-01-05").does(of_units({1100})).does(of_units({10000}));
  const estimate_event covered = answer(w);
  CHECK(covered.after == -(1000_cr));
  CHECK(covered.missing == 1000_cr);
  CHECK(covered.offer == 25_usd);
  CHECK(covered.brings == 1250_cr);
  const estimate_event beyond = answer(w, 1);
  CHECK(beyond.missing == 9900_cr);
  CHECK(beyond.offer.is_zero());
  CHECK(beyond.brings == 0_cr);
}

TEST_CASE("an estimate counts the bonus that a purchase brings", "[R7.4][R9.1]") {
  world_builder w;
  w.catalog().top_ups.tiers = {25_usd, 50_usd};
  w.catalog().top_ups.bonuses = {{50_usd, 100_cr}};
  w.account("acme").at("2026-01-05").does(of_units({2600})).does(of_units({2601}));
  CHECK(answer(w).offer == 50_usd);
  CHECK(answer(w).brings == 2600_cr);
  CHECK(answer(w, 1).offer.is_zero());
}

TEST_CASE("an estimate offers nothing that would be refused", "[R7.4][R9.2]") {
  world_builder w;
  plan_terms plan;
  plan.price = 29_usd;
  plan.every = lasting("1 month");
  plan.allocation = 100_cr;
  plan.top_ups = false;
  w.catalog().plans = {plan, plan};
  w.catalog().plans[1].top_ups = true;
  w.catalog().plans[1].price = 39_usd;
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").does(of_units({500}));
  acme.does(subscribe_command{0}).later(duration::hours(1)).does(of_units({500}));
  acme.does(change_plan_command{1, true, true}).later(duration::hours(1)).does(of_units({500}));
  SECTION("where the plan is closed to top-ups") {
    CHECK(answer(w).offer == 10_usd);
    CHECK(answer(w, 1).missing == 400_cr);
    CHECK(answer(w, 1).offer.is_zero());
    CHECK(answer(w, 1).brings == 0_cr);
    CHECK_FALSE(answer(w, 2).offer.is_zero());
  }
  SECTION("where they need a plan") {
    w.catalog().top_ups.requires_plan = true;
    CHECK(answer(w).offer.is_zero());
    CHECK_FALSE(answer(w, 2).offer.is_zero());
  }
}

TEST_CASE("each activity stands in the tiers behind those before it, and the counters stay", "[R7.4][R7.2]") {
  world_builder w;
  w.catalog().meters[0].price =
      graduated_price{{{100 * unit, {2'000'000, 1}}, {std::nullopt, {1'000'000, 1}}}};
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 1000_cr));
  acme.at("2026-01-05").uses(50).does(of_units({40, 40})).uses(10);
  const verdict said = run(w);
  CHECK(said.all<estimate_event>().at(0).total == 80_cr + 50_cr);
  CHECK(said.all<usage_event>().at(1).amount == 20_cr);
}

TEST_CASE("what an agent may spend counts, by who it is and what for", "[R7.4][R5.2][R3.8]") {
  world_builder w;
  const meter_index other = w.meter("other", 1'000'000);
  auto acme = w.account("acme")
                  .begins_with(lot(lot_kind::free, 100_cr).only({other}))
                  .begins_with(lot(lot_kind::plan, 10_cr))
                  .begins_with(lot(lot_kind::paid, 1000_cr).costs(20_usd));
  const agent_index bot = acme.agent("bot", when_exhausted::stop);
  acme.at("2026-01-05").does(of_units({1}, bot)).does(of_units({1})).does(of_units({}, bot));
  CHECK(answer(w).available == 10_cr);
  CHECK(answer(w, 1).available == 1010_cr);
  CHECK(answer(w, 2).available == 110_cr);
}

TEST_CASE("an estimate beyond what can be counted is refused", "[R7.4][R1.5]") {
  world_builder w;
  auto acme = w.account("acme");
  estimate_command asked;
  asked.activities = {{0, INT64_MAX}, {0, INT64_MAX}};
  acme.at("2026-01-05").does(asked);
  const verdict said = run(w);
  CHECK(said.all<estimate_event>().empty());
  CHECK(said.command_outcomes() == std::vector{outcome::amount_out_of_range});
}

TEST_CASE("an estimate has today's prices", "[R7.4][R7.3]") {
  world_builder w;
  w.version("2026-02-01").meters[0].price = unit_price{3'000'000, 1};
  auto acme = w.account("acme");
  acme.at("2026-01-31").does(of_units({10})).at("2026-02-01").does(of_units({10}));
  CHECK(answer(w).total == 10_cr);
  CHECK(answer(w, 1).total == 30_cr);
}

TEST_CASE("an estimate under a key that came before is not made again", "[R7.4][R4.3]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-05").does(of_units({10})).keyed("plan").does(of_units({10})).keyed("plan");
  const verdict said = run(w);
  CHECK(said.all<estimate_event>().size() == 1);
  REQUIRE(said.all<command_event>().size() == 1);
  CHECK(said.all<command_event>().at(0).result == outcome::shown);
  CHECK(said.all<command_event>().at(0).repeated);
}

}  // namespace
}  // namespace drawdown::test
