#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {
using results = std::vector<outcome>;
const auto charged = outcome::charged;
}  // namespace

TEST_CASE("a debit takes all or nothing", "[R4.1]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").uses(11).expects();
  acme.at("2026-01-06").uses(10).uses(1);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() ==
        results{outcome::insufficient_credit, charged, outcome::insufficient_credit});
  CHECK(said.seen().account.balance() == 10_cr);
  const usage_event refused = said.all<usage_event>().at(0);
  CHECK(refused.amount == 11_cr);
  CHECK(refused.balance == 10_cr);
  CHECK(refused.slices.empty());
}

TEST_CASE("a price of zero succeeds and takes from no lot", "[R4.2]") {
  world_builder w;
  const meter_index gratis = w.meter("gratis", 0);
  auto acme = w.account("acme");
  const agent_index bot = acme.agent("bot", when_exhausted::stop, 0_cr);
  acme.at("2026-01-05").uses_exactly(bot, 5'000'000, gratis).uses(bot, 0).uses(0);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{charged, charged, charged});
  CHECK(said.all<usage_event>().at(0).slices.empty());
}

TEST_CASE("a feature may ask for a positive balance even where it costs nothing", "[R4.4]") {
  world_builder w;
  const meter_index gratis = w.meter("gratis", 0);
  w.catalog().meters[gratis].requires_positive_balance = true;
  auto acme = w.account("acme");
  acme.at("2026-01-05").uses_exactly(no_agent, 1, gratis).uses(0);
  acme.at("2026-01-06").grants(lot(lot_kind::free, 0.000001_cr)).uses_exactly(no_agent, 1, gratis);
  CHECK(judge(w).usage_outcomes() == results{outcome::positive_balance_required, charged, charged});

  w.settings().requires_positive_balance = true;
  CHECK(judge(w).usage_outcomes() ==
        results{outcome::positive_balance_required, outcome::positive_balance_required, charged});
  w.catalog().meters[gratis].requires_positive_balance = false;
  CHECK(judge(w).usage_outcomes() == results{charged, outcome::positive_balance_required, charged});
}

TEST_CASE("the first check that fails names the refusal", "[R4.7]") {
  world_builder w;
  w.settings().requires_positive_balance = true;
  w.catalog().meters[0].minimum = 0;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 5_cr));
  const agent_index limited = acme.agent("limited", when_exhausted::stop, 3_cr);
  const agent_index planned = acme.agent("planned", when_exhausted::stop);
  acme.at("2026-01-05").uses(limited, 1).keyed("one");
  acme.at("2026-01-06").uses_exactly(limited, INT64_MAX).keyed("one");  // key before all
  acme.at("2026-01-07").uses(limited, 4);                               // limit before plan
  acme.at("2026-01-08").uses(planned, 6);                               // plan before credit
  acme.at("2026-01-09").uses(6);                                        // credit
  acme.at("2026-01-10").uses(5);
  acme.at("2026-01-11").uses(limited, 4).uses(planned, 6).uses(6);  // positive balance before these
  CHECK(judge(w).usage_outcomes() ==
        results{outcome::plan_exhausted, outcome::idempotency_conflict, outcome::limit_reached,
                outcome::plan_exhausted, outcome::insufficient_credit, charged,
                outcome::positive_balance_required, outcome::positive_balance_required,
                outcome::positive_balance_required});
}

TEST_CASE("a quantity is raised to the minimum and rounded up to the increment", "[R7.1]") {
  world_builder w;
  const meter_index call = w.meter("call", 10'000'000, measure::minute);
  w.catalog().meters[call].increment = 60'000'000;
  const meter_index least = w.meter("least", 1'000'000);
  w.catalog().meters[least].minimum = 3'000'000;
  w.catalog().meters[least].increment = 2'000'000;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 1000_cr));
  acme.at("2026-01-05");
  acme.uses_exactly(no_agent, 61'000'000, call).uses_exactly(no_agent, 60'000'000, call);
  acme.uses_exactly(no_agent, 750'000'000, call);
  acme.uses_exactly(no_agent, 1, least)
      .uses_exactly(no_agent, 0, least)
      .uses_exactly(no_agent, 4'000'001, least);
  std::vector<credits> costs;
  for (const usage_event& e : judge(w).all<usage_event>()) costs.push_back(e.amount);
  CHECK(costs == std::vector{20_cr, 10_cr, 130_cr, 4_cr, 0_cr, 6_cr});
}

TEST_CASE("a price is exact until its one rounding, up at the last place", "[R1.4]") {
  world_builder w;
  const meter_index token = w.meter("token", 2'000);  // 0.002 credits per token
  const meter_index third = w.meter("third", 1'000'000);
  w.catalog().meters[third].price = unit_price{1'000'000, 3};
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 1000_cr));
  acme.at("2026-01-05").uses_exactly(no_agent, 1'234'000'000, token).uses_exactly(no_agent, 1'000'000, third);
  acme.uses_exactly(no_agent, 3'000'000, third);
  const auto costs = [&] {
    std::vector<credits> all;
    for (const usage_event& e : judge(w).all<usage_event>()) all.push_back(e.amount);
    return all;
  };
  CHECK(costs() == std::vector{2.468_cr, 0.333334_cr, 1_cr});
  w.settings().credit_decimals = 2;
  CHECK(costs() == std::vector{2.47_cr, 0.34_cr, 1_cr});
  w.settings().usage_rounding = rounding::half_even;
  CHECK(costs() == std::vector{2.47_cr, 0.33_cr, 1_cr});
}

TEST_CASE("an amount that can't be counted is refused", "[R1.5]") {
  world_builder w;
  const meter_index dear = w.meter("dear", INT64_MAX);
  const meter_index coarse = w.meter("coarse", 1);
  w.catalog().meters[coarse].increment = INT64_MAX - 1;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").uses_exactly(no_agent, 1'000'001, dear).uses_exactly(no_agent, INT64_MAX, coarse);
  acme.uses_exactly(no_agent, 1'000'000, dear);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() ==
        results{outcome::amount_out_of_range, outcome::amount_out_of_range, outcome::insufficient_credit});
  CHECK(said.all<usage_event>().at(0).amount == 0_cr);
  CHECK(said.all<usage_event>().at(2).amount == credits::largest());
}
