// Holds in the fast core: credit is reserved, captured and given back (R6, R3.7).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using released = std::vector<released_slice>;

std::vector<outcome> captures(const verdict& said) {
  std::vector<outcome> found;
  for (const capture_event& e : said.all<capture_event>()) found.push_back(e.result);
  return found;
}

TEST_CASE("lot 100, hold 60, expiry: 40 expire, and a capture of 42 leaves 18 to expire",
          "[R3.7][R3.12][R6.4]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr).until("2026-01-10"));
  acme.at("2026-01-09").holds("live", 60_cr, no_agent, "3 days");
  acme.at("2026-01-10").expects();
  acme.at("2026-01-11").captures("live", 42_cr).expects();
  const verdict said = run(w);
  CHECK(said.all<lot_end_event>().at(0).expired == 40_cr);
  CHECK(said.seen(0).account.balance() == 60_cr);
  CHECK(said.seen(0).account.held == 60_cr);
  CHECK(said.seen(0).account.available().is_zero());
  CHECK(said.all<capture_event>().at(0).released == released{{1, 18_cr, released_to::expired}});
  CHECK(said.seen(1).account.balance().is_zero());
}

TEST_CASE("a capture takes in the order of reserving and gives the rest back", "[R6.2]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::free, 20_cr)).begins_with(lot(lot_kind::paid, 80_cr));
  acme.at("2026-01-05").holds("live", 60_cr).captures("live", 30_cr);
  const verdict said = run(w);
  CHECK(said.all<capture_event>().at(0).slices == std::vector<slice>{{1, 20_cr}, {2, 10_cr}});
  CHECK(said.all<capture_event>().at(0).released == released{{2, 30_cr, released_to::lot}});
  CHECK(said.at_end.available() == 70_cr);
}

TEST_CASE("a capture may keep the rest held, and never takes more than is held", "[R6.2]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 100_cr));
  acme.at("2026-01-05").holds("live", 60_cr).captures("live", 61_cr).captures("live", 20_cr, true);
  acme.expects().later(duration::hours(1)).captures_all("live").captures("live", 1_cr).voids("live");
  acme.captures("never", 1_cr);
  const verdict said = run(w);
  CHECK(captures(said) == std::vector{outcome::exceeds_hold, outcome::captured, outcome::captured,
                                      outcome::already_captured, outcome::unknown_hold});
  CHECK(said.seen().account.held == 40_cr);
  CHECK(said.all<release_event>().at(0).result == outcome::already_captured);
  CHECK(said.at_end.balance() == 40_cr);
}

TEST_CASE("what is captured beyond the hold is a debit that may be refused alone", "[R6.2][R6.7]") {
  world_builder w;
  w.settings().capture_overrun = overrun::debit;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 100_cr));
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-05")
      .holds("a", 60_cr, bot)
      .captures("a", 75_cr)
      .holds("b", 20_cr, bot)
      .captures("b", 30_cr);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == std::vector{outcome::charged, outcome::insufficient_credit});
  CHECK(said.all<usage_event>().at(0).amount == 15_cr);
  CHECK(said.at_end.balance() == 5_cr);
}

TEST_CASE("a hold runs out at its instant, before the steps that share it", "[R2.4][R6.3]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 100_cr));
  acme.at("2026-01-05").holds("live", 100_cr, no_agent, "2h").later(duration::hours(2)).uses(100);
  const verdict said = run(w);
  CHECK(said.all<release_event>().at(0).ran_out);
  CHECK(said.usage_outcomes() == std::vector{outcome::charged});
}

TEST_CASE("open holds count towards the limit, over the turn of the period too", "[R5.3][R6.1]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::plan, 1000_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop, 100_cr);
  acme.at("2026-01-30").holds("live", 80_cr, bot).uses(bot, 30).uses(bot, 20);
  acme.at("2026-02-01").uses(bot, 30).uses(bot, 20).captures("live", 80_cr).expects(bot);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() ==
        std::vector{outcome::limit_reached, outcome::charged, outcome::limit_reached, outcome::charged});
  CHECK(captures(said) == std::vector{outcome::captured});
  CHECK(said.seen().agent_spent == 100_cr);
  CHECK(said.seen().agent_held.is_zero());
}

TEST_CASE("a hold beyond the limit reserves from the wallet alone", "[R5.3][R6.1]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::free, 100_cr)).begins_with(lot(lot_kind::paid, 100_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::use_balance, 50_cr);
  acme.at("2026-01-05").holds("live", 80_cr, bot);
  CHECK(run(w).all<hold_event>().at(0).slices == std::vector<slice>{{1, 50_cr}, {2, 30_cr}});
}

TEST_CASE("a hold that comes again is placed once, and another under its key is a conflict",
          "[R4.3][R4.10]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 100_cr));
  acme.at("2026-01-05").holds("live", 60_cr).holds("live", 60_cr).holds("live", 10_cr);
  const auto holds = run(w).all<hold_event>();
  REQUIRE(holds.size() == 3);
  CHECK(holds[1].repeated);
  CHECK(holds[1].result == outcome::held);
  CHECK(holds[2].result == outcome::idempotency_conflict);
}

}  // namespace
TEST_CASE("a capture of nothing ends the hold, and the end of a hold is looked at before the amount",
          "[R6.6]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 60_cr));
  acme.at("2026-01-05").holds("live", 60_cr).captures("never", 100_cr);
  acme.captures("live", 100_cr).captures("live", 0_cr).expects().captures("live", 100_cr);
  const verdict said = run(w);
  std::vector<outcome> answers;
  for (const capture_event& e : said.all<capture_event>()) answers.push_back(e.result);
  CHECK(answers == std::vector{outcome::unknown_hold, outcome::exceeds_hold, outcome::captured,
                               outcome::already_captured});
  CHECK(said.all<capture_event>().at(2).amount.is_zero());
  CHECK(said.all<capture_event>().at(2).released == released{{1, 60_cr, released_to::lot}});
  CHECK(said.seen().account.available() == 60_cr);
}

}  // namespace drawdown::test
