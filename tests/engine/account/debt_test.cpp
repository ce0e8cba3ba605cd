// Debits beyond the credit, in the fast core: refused, owed or forgiven, and who pays (R4.5, R4.6).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

world_builder carrying() {
  world_builder w;
  w.settings().when_short = short_of_credit::carry;
  return w;
}

TEST_CASE("what the credit does not cover is owed, and paid by whatever comes", "[R4.5]") {
  auto w = carrying();
  auto acme = w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, 80_cr));
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-05").uses(bot, 100).expects(bot).later(duration::hours(1)).tops_up(1000_cr);
  const verdict said = run(w);
  CHECK(said.all<usage_event>().at(0).debt == 20_cr);
  CHECK(said.seen().account.debt == 20_cr);
  CHECK(said.seen().account.net() == -20_cr);
  CHECK(said.seen().agent_spent == 100_cr);
  CHECK(said.all<debt_paid_event>().at(0).slices == std::vector<slice>{{2, 20_cr}});
  CHECK(said.at_end.balance() == 980_cr);
  CHECK(said.at_end.debt.is_zero());
}

TEST_CASE("the oldest debt is paid first, lots in their order", "[R4.5][R3.3]") {
  auto w = carrying();
  auto acme = w.account("acme");
  acme.at("2026-01-05").uses(30).uses(20);
  acme.later(duration::hours(1)).grants(lot(lot_kind::paid, 35_cr));
  acme.later(duration::hours(1)).grants(lot(lot_kind::free, 100_cr));
  const auto paid = run(w).all<debt_paid_event>();
  REQUIRE(paid.size() == 3);
  CHECK(paid[0].debt == 1);
  CHECK(paid[0].amount == 30_cr);
  CHECK(paid[1].debt == 2);
  CHECK(paid[1].amount == 5_cr);
  CHECK(paid[1].owed == 15_cr);
  CHECK(paid[2].amount == 15_cr);
}

TEST_CASE("a debit that would pass the overdraft is refused whole", "[R4.5]") {
  auto w = carrying();
  w.settings().overdraft = 50_cr;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  acme.at("2026-01-05").uses(151).uses(150).uses(1);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() ==
        std::vector{outcome::insufficient_credit, outcome::charged, outcome::insufficient_credit});
  CHECK(said.at_end.debt == 50_cr);
}

TEST_CASE("holds and agents that stop make no debt", "[R4.5][R4.7]") {
  auto w = carrying();
  auto acme = w.account("acme").begins_with(lot(lot_kind::plan, 10_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop);
  acme.at("2026-01-05").holds("live", 11_cr).uses(bot, 11);
  const verdict said = run(w);
  CHECK(said.all<hold_event>().at(0).result == outcome::insufficient_credit);
  CHECK(said.usage_outcomes() == std::vector{outcome::plan_exhausted});
  CHECK(said.at_end.debt.is_zero());
}

TEST_CASE("with `cap` what is missing is forgiven and not counted", "[R4.5]") {
  world_builder w;
  w.settings().when_short = short_of_credit::cap;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 30_cr));
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-05").uses(bot, 50).expects(bot);
  const verdict said = run(w);
  CHECK(said.all<usage_event>().at(0).forgiven == 20_cr);
  CHECK(said.seen().agent_spent == 30_cr);
  CHECK(said.at_end.debt.is_zero());
}

TEST_CASE("beyond a limit only the wallet pays, and what it lacks is owed", "[R4.12][R5.3]") {
  auto w = carrying();
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::free, 100_cr)).begins_with(lot(lot_kind::paid, 5_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::use_balance, 10_cr);
  w.settings().debt_paid_by = {false, true, true, true, true};
  acme.at("2026-01-05").uses(bot, 30).expects(bot);
  const verdict said = run(w);
  CHECK(said.all<usage_event>().at(0).slices == std::vector<slice>{{1, 10_cr}, {2, 5_cr}});
  CHECK(said.all<usage_event>().at(0).debt == 15_cr);
  CHECK(said.seen().agent_spent == 30_cr);
}

TEST_CASE("debt is paid by lots of the named kinds that could have paid the usage", "[R4.6][R3.8]") {
  auto w = carrying();
  const meter_index other = w.meter("other", 1'000'000);
  w.settings().debt_paid_by = {false, true, false, false, false};
  auto acme = w.account("acme");
  acme.at("2026-01-05").uses(10).uses_exactly(no_agent, 20'000'000, other);
  acme.later(duration::hours(1)).grants(lot(lot_kind::free, 100_cr).lasts("1h")).expects();
  acme.later(duration::hours(2)).grants(lot(lot_kind::plan, 25_cr).only({other})).expects();
  acme.later(duration::hours(1)).adjusts(-10_cr, true);
  const verdict said = run(w);
  CHECK(said.seen(0).account.debt == 30_cr);
  CHECK(said.seen(1).account.debt == 10_cr);
  CHECK(said.all<adjust_event>().at(0).debt == 5_cr);
  CHECK(said.at_end.debt == 15_cr);
}

TEST_CASE("debt never passes what can be counted", "[R1.6][R4.12]") {
  auto w = carrying();
  const meter_index dear = w.meter("dear", 9'000'000'000'000'000'000);
  auto acme = w.account("acme");
  acme.at("2026-01-05").uses_exactly(no_agent, 1'000'000, dear).uses_exactly(no_agent, 1'000'000, dear);
  CHECK(run(w).usage_outcomes() == std::vector{outcome::charged, outcome::insufficient_credit});
}

TEST_CASE("debt for which there is no room beside what was granted is refused", "[R1.6][R4.12]") {
  auto w = carrying();
  const meter_index dear = w.meter("dear", 9'000'000'000'000'000'000);
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 9000000000000_cr));
  acme.at("2026-01-05").uses_exactly(no_agent, 1'000'000, dear).uses_exactly(no_agent, 1'000'000, dear);
  CHECK(run(w).usage_outcomes() == std::vector{outcome::charged, outcome::amount_out_of_range});
}

}  // namespace
}  // namespace drawdown::test
