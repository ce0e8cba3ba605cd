// The second arrival of a key changes nothing and returns the first outcome (R4.3).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;
constexpr auto charged = outcome::charged;
constexpr auto conflict = outcome::idempotency_conflict;

TEST_CASE("usage that comes again is answered with its first outcome and amount, and takes nothing",
          "[R4.3]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  acme.at("2026-01-05").uses(30).keyed("k").uses(20);
  acme.later(duration::hours(1)).uses(30).keyed("k");
  const verdict said = run(w);
  const usage_event again = said.all<usage_event>()[2];
  CHECK(again.result == charged);
  CHECK(again.repeated);
  CHECK(again.amount == 30_cr);
  CHECK(again.balance == 50_cr);
  CHECK(again.slices.empty());
  CHECK(said.at_end.balance() == 50_cr);
}

TEST_CASE("a refusal is repeated too, even when the credit is there by now", "[R4.3]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-05").uses(30).keyed("k").grants(lot(lot_kind::free, 100_cr));
  acme.later(duration::hours(1)).uses(30).keyed("k");
  const usage_event again = run(w).all<usage_event>()[1];
  CHECK(again.result == outcome::insufficient_credit);
  CHECK(again.repeated);
  CHECK(again.balance == 100_cr);
}

TEST_CASE("the same key with another agent, meter or quantity is a conflict", "[R4.3]") {
  world_builder w;
  const meter_index other = w.meter("other", 1'000'000);
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  const agent_index bot = acme.agent("bot");
  const agent_index bob = acme.agent("bob");
  acme.at("2026-01-05").uses(bot, 1).keyed("k").later(duration::hours(1));
  acme.uses(bob, 1).keyed("k").uses(1).keyed("k").uses(bot, 2).keyed("k");
  acme.uses_exactly(bot, 1'000'000, other).keyed("k").uses(bot, 1).keyed("k");
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{charged, conflict, conflict, conflict, conflict, charged});
  CHECK(said.at_end.balance() == 99_cr);
}

TEST_CASE("a conflict is not remembered and costs nothing", "[R4.3]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  acme.at("2026-01-05").uses(1).keyed("k").later(duration::hours(1)).uses(2).keyed("k").uses(1).keyed("k");
  const verdict said = run(w);
  CHECK(said.all<usage_event>()[1].amount.is_zero());
  CHECK(said.all<usage_event>()[2].repeated);
}

TEST_CASE("a usage key is remembered for less than the window after its first arrival", "[R4.3][R4.11]") {
  world_builder w;
  w.settings().key_window = duration::days(7);
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  acme.at("2026-01-05").uses(1).keyed("k");
  acme.at("2026-01-11T23:59:59.999999Z").uses(1).keyed("k");  // does not extend it
  acme.at("2026-01-12").uses(1).keyed("k");
  acme.at("2026-01-12T12:00:00Z").uses(1).keyed("k");
  std::vector<bool> repeated;
  for (const usage_event& e : run(w).all<usage_event>()) repeated.push_back(e.repeated);
  CHECK(repeated == std::vector{false, true, false, true});
}

TEST_CASE("commands are remembered for the whole run, with their first outcome", "[R4.3]") {
  world_builder w;
  w.settings().key_window = duration::days(1);
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").grants(lot(lot_kind::free, 10_cr)).keyed("grant").tops_up(1_usd).keyed("top-up");
  acme.at("2026-03-05").grants(lot(lot_kind::free, 10_cr)).keyed("grant").tops_up(1_usd).keyed("top-up");
  const verdict said = run(w);
  std::vector<outcome> repeated;
  for (const command_event& e : said.all<command_event>())
    if (e.repeated) repeated.push_back(e.result);
  CHECK(repeated == results{outcome::granted, outcome::requested});
  CHECK(said.charges.size() == 1);
  CHECK(said.at_end.balance() == 60_cr);
}

TEST_CASE("a command with the key of another is a conflict, and so is one with a usage's key", "[R4.3]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05")
      .grants(lot(lot_kind::free, 10_cr))
      .keyed("k")
      .uses(1)
      .keyed("u")
      .later(duration::hours(1));
  acme.grants(lot(lot_kind::free, 11_cr)).keyed("k").tops_up(1_usd).keyed("k").tops_up(1_usd).keyed("u");
  acme.uses(1).keyed("k");
  const verdict said = run(w);
  CHECK(said.command_outcomes() == results{conflict, conflict, conflict});
  CHECK(said.usage_outcomes() == results{charged, conflict});
  CHECK(said.charges.empty());
}

TEST_CASE("the key of a declared grant is remembered", "[R4.3]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr), "welcome");
  acme.at("2026-01-05").grants(lot(lot_kind::free, 10_cr)).keyed("welcome");
  const verdict said = run(w);
  CHECK(said.at_end.balance() == 10_cr);
  CHECK(said.all<command_event>().front().repeated);
}

}  // namespace
}  // namespace drawdown::test
