// Restricted, recurring and carried lots, revoking and adjusting, in the fast core (R3.8–R3.11).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

TEST_CASE("restricted lots pay what they are for and nothing else", "[R3.8]") {
  world_builder w;
  const meter_index call = w.meter("call", 1'000'000);
  const user_index olga = w.user("olga");
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 30_cr).only({call}));
  acme.begins_with(lot(lot_kind::free, 10_cr).of(olga)).begins_with(lot(lot_kind::paid, 100_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::use_balance, std::nullopt, olga);
  acme.at("2026-01-05").uses(5).uses_exactly(bot, 35'000'000, call).uses(bot, 8).uses(96);
  const verdict said = run(w);
  CHECK(slices_of(said, 0) == std::vector<slice>{{3, 5_cr}});
  CHECK(slices_of(said, 1) == std::vector<slice>{{2, 10_cr}, {1, 25_cr}});
  CHECK(slices_of(said, 2) == std::vector<slice>{{3, 8_cr}});
  CHECK(said.all<usage_event>().at(3).result == outcome::insufficient_credit);
}

TEST_CASE("a recurring grant is there again whole, and held credit of before is lost", "[R3.7][R3.9]") {
  world_builder w;
  const bool to_successor = GENERATE(false, true);
  w.settings().released_from_ended = to_successor ? released_credit::successor : released_credit::lost;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr).recurs("1 month", "2026-02-01"));
  acme.at("2026-01-31").uses(30).holds("live", 20_cr).at("2026-02-02").voids("live");
  const verdict said = run(w);
  const refill_event refilled = said.all<refill_event>().at(0);
  CHECK(refilled.expired == 50_cr);
  CHECK(refilled.refilled == 100_cr);
  CHECK(refilled.balance == 120_cr);
  CHECK(said.all<release_event>().at(0).balance == (to_successor ? 120_cr : 100_cr));
  CHECK(said.all<refill_event>().size() == 2);
  CHECK(said.at_end.balance() == 100_cr);
}

TEST_CASE("on one instant resets come before recurrences, and both before the counts", "[R2.4][R3.10]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(
      lot(lot_kind::plan, 100_cr).recurs("1 month", "2026-02-01").rolls_over(20_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop, 50_cr);
  acme.at("2026-01-31").uses(bot, 50).at("2026-02-01").uses(bot, 50);
  const verdict said = run(w);
  const auto refills = said.all<refill_event>();
  CHECK(refills.at(0).because == refill_event::why::reset);
  CHECK(refills.at(0).expired == 30_cr);
  CHECK(refills.at(1).because == refill_event::why::recurrence);
  CHECK(refills.at(1).expired == 20_cr);
  CHECK(said.usage_outcomes() == std::vector{outcome::charged, outcome::charged});
}

TEST_CASE("a reset keeps debt and pays it, or drops it", "[R3.10]") {
  world_builder w;
  w.settings().when_short = short_of_credit::carry;
  w.settings().preserve_overage = GENERATE(true, false);
  auto acme = w.account("acme").begins_with(lot(lot_kind::plan, 50_cr).rolls_over(std::nullopt, 50_cr));
  acme.at("2026-01-31").uses(80);
  acme.at("2026-02-01").expects();
  const verdict said = run(w);
  CHECK(said.seen().account.debt.is_zero());
  CHECK(said.seen().account.balance() == (w.settings().preserve_overage ? 20_cr : 50_cr));
  CHECK(said.all<debt_dropped_event>().size() == (w.settings().preserve_overage ? 0 : 1));
}

TEST_CASE("the step `reset` restarts counts and carries lots", "[R3.10]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::plan, 300_cr).rolls_over(200_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop, 10_cr);
  acme.at("2026-01-05").uses(bot, 10).resets().uses(bot, 10);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == std::vector{outcome::charged, outcome::charged});
  CHECK(said.all<refill_event>().at(0).expired == 90_cr);
}

TEST_CASE("credit that was paid for is never filled again", "[R3.9][R3.10]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-05").grants(lot(lot_kind::paid, 10_cr).costs(5_usd).recurs("1 week"));
  acme.grants(lot(lot_kind::paid, 10_cr).costs(5_usd).rolls_over(std::nullopt, 1_cr));
  acme.grants(lot(lot_kind::paid, 10_cr).costs(5_usd).rolls_over(5_cr));
  const verdict said = run(w);
  CHECK(said.command_outcomes() == std::vector{outcome::lot_has_cost, outcome::lot_has_cost});
  CHECK(said.all<lot_event>().size() == 1);
}

TEST_CASE("a grant is revoked once, as far as it is left", "[R3.11]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr), "gift");
  acme.begins_with(lot(lot_kind::free, 5_cr).until("2026-01-02"), "short");
  acme.begins_with(lot(lot_kind::free, 7_cr).from("2026-02-01"), "later");
  acme.at("2026-01-05").uses(30).revokes("gift").revokes("gift").revokes("short").revokes("none");
  acme.revokes("later");
  const verdict said = run(w);
  CHECK(said.all<revoke_event>().at(0).amount == 70_cr);
  CHECK(said.command_outcomes() ==
        std::vector{outcome::already_revoked, outcome::lot_ended, outcome::unknown_grant});
  CHECK(said.all<revoke_event>().at(1).amount.is_zero());
  CHECK(said.at_end.balance().is_zero());
}

TEST_CASE("an adjustment is a lot, or takes from all lots, all or nothing", "[R3.11]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 20_cr).only({0}));
  acme.at("2026-01-05").adjusts(15_cr).adjusts(-30_cr).adjusts(-10_cr).adjusts(-10_cr, true);
  const verdict said = run(w);
  CHECK(said.all<adjust_event>().at(0).slices == std::vector<slice>{{1, 20_cr}, {2, 10_cr}});
  CHECK(said.command_outcomes() == std::vector{outcome::insufficient_credit});
  CHECK(said.all<adjust_event>().at(1).debt == 5_cr);
}

}  // namespace
TEST_CASE("a grant without a key is revoked by its place", "[R3.17][R3.11]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::free, 10_cr)).begins_with(lot(lot_kind::free, 20_cr));
  acme.at("2026-01-05").uses(12).does(revoke_command{key_of_step(2)});
  const verdict said = run(w);
  REQUIRE(said.all<revoke_event>().size() == 1);
  CHECK(said.all<revoke_event>()[0].lot == 2);
  CHECK(said.at_end.balance().is_zero());
}

}  // namespace drawdown::test
