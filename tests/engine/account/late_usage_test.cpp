// Usage that arrives later than it occurred (R2.5).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;
using amounts = std::vector<credits>;
constexpr auto charged = outcome::charged;
constexpr auto too_late = outcome::too_late;

amounts costs(const verdict& said) {
  amounts found;
  for (const usage_event& e : said.all<usage_event>()) found.push_back(e.amount);
  return found;
}

unit_price per_unit(credits price) {
  return {price.micro(), 1};
}

// An account with much credit.
account_builder rich(world_builder& w) {
  return w.account("acme").begins_with(lot(lot_kind::free, 10000_cr));
}

TEST_CASE("usage may be as old as the grace, and not a microsecond older", "[R2.5]") {
  world_builder w;
  auto acme = rich(w);
  acme.at("2026-01-10T12:00:00Z").uses(1).occurred("2026-01-09T12:00:00Z");
  acme.uses(1).occurred("2026-01-09T11:59:59.999999Z").uses(1).occurred("2026-01-10T12:00:00Z");
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{charged, too_late, charged});
  CHECK(costs(said) == amounts{1_cr, 0_cr, 1_cr});
  CHECK(said.all<usage_event>().at(1).occurred_at == when("2026-01-09T11:59:59.999999Z"));
}

TEST_CASE("with a grace of nothing only usage of this very instant is in time", "[R2.5]") {
  world_builder w;
  w.settings().late_usage_grace = {};
  auto acme = rich(w);
  acme.at("2026-01-10").uses(1).occurred("2026-01-10").uses(1).occurred("2026-01-09T23:59:59.999999Z");
  CHECK(run(w).usage_outcomes() == results{charged, too_late});
}

TEST_CASE("late usage has the price of when it occurred", "[R2.5][R7.3]") {
  world_builder w;
  w.version("2026-01-10").meters[0].price = per_unit(3_cr);
  auto acme = rich(w);
  acme.at("2026-01-10T06:00:00Z").uses(1).occurred("2026-01-09T23:00:00Z").uses(1).occurred("2026-01-10");
  acme.uses(1);
  const verdict said = run(w);
  CHECK(costs(said) == amounts{1_cr, 3_cr, 3_cr});
  CHECK(said.all<usage_event>().at(0).version == 0);
  CHECK(said.all<usage_event>().at(1).version == 1);
}

TEST_CASE("late usage stands in the tiers of its own period, and counts there", "[R2.5][R7.2]") {
  world_builder w;
  w.catalog().meters[0].price =
      graduated_price{{{100'000'000, per_unit(2_cr)}, {std::nullopt, per_unit(1_cr)}}};
  auto acme = rich(w);
  acme.at("2026-01-31T20:00:00Z").uses(95).at("2026-02-01T01:00:00Z").uses(10);
  acme.uses(10).occurred("2026-01-31T23:00:00Z").uses(10).occurred("2026-01-31T23:30:00Z").uses(10);
  acme.at("2026-02-20").uses(90);
  CHECK(costs(run(w)) == amounts{190_cr, 20_cr, 15_cr, 10_cr, 20_cr, 170_cr});
}

TEST_CASE("no earlier debit is priced again by usage that occurred before it", "[R2.5]") {
  world_builder w;
  w.catalog().meters[0].price =
      graduated_price{{{10'000'000, per_unit(2_cr)}, {std::nullopt, per_unit(1_cr)}}};
  auto acme = rich(w);
  acme.at("2026-01-10T12:00:00Z").uses(10).uses(5).occurred("2026-01-10T11:00:00Z");
  CHECK(costs(run(w)) == amounts{20_cr, 5_cr});
}

TEST_CASE("late usage takes from the lots of its arrival", "[R2.5]") {
  world_builder w;
  auto acme = w.account("acme")
                  .begins_with(lot(lot_kind::free, 100_cr).until("2026-01-10"))
                  .begins_with(lot(lot_kind::paid, 100_cr).costs(2_usd));
  acme.at("2026-01-10T01:00:00Z").uses(10).occurred("2026-01-09T23:00:00Z");
  CHECK(slices_of(run(w), 0) == std::vector<slice>{{2, 10_cr}});
}

TEST_CASE("late usage counts to the limit of the period in which it arrives", "[R2.5][R5.3]") {
  world_builder w;
  auto acme = rich(w);
  const agent_index bot = acme.agent("bot", when_exhausted::stop, 100_cr);
  acme.at("2026-01-31T20:00:00Z").uses(bot, 90);
  acme.at("2026-02-01T01:00:00Z").uses(bot, 60).occurred("2026-01-31T23:00:00Z").uses(bot, 41);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{charged, charged, outcome::limit_reached});
}

TEST_CASE("when a usage occurred is part of what its key stands for", "[R2.5][R4.3]") {
  world_builder w;
  auto acme = rich(w);
  acme.at("2026-01-10T12:00:00Z").uses(1).occurred("2026-01-10T11:00:00Z").keyed("call");
  acme.uses(1).occurred("2026-01-10T11:00:00Z").keyed("call");
  acme.uses(1).occurred("2026-01-10T10:00:00Z").keyed("call").uses(1).keyed("call");
  const verdict said = run(w);
  CHECK(said.usage_outcomes() ==
        results{charged, charged, outcome::idempotency_conflict, outcome::idempotency_conflict});
  CHECK(said.all<usage_event>().at(1).repeated);
}

TEST_CASE("a refusal for coming too late is remembered", "[R2.5][R4.3]") {
  world_builder w;
  auto acme = rich(w);
  acme.at("2026-01-10T12:00:00Z").uses(1).occurred("2026-01-01").keyed("old");
  acme.later(duration::seconds(1)).uses(1).occurred("2026-01-01").keyed("old");
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{too_late, too_late});
  CHECK(said.all<usage_event>().at(1).repeated);
}

}  // namespace
}  // namespace drawdown::test
