// Monthly limits of agents (R5.3, R5.4).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;
constexpr auto charged = outcome::charged;
constexpr auto at_limit = outcome::limit_reached;
constexpr auto short_of_credit = outcome::insufficient_credit;

TEST_CASE("limit 100, spent 80, a debit of 50 is 20 by the burn-down and 30 from the wallet", "[R5.3]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::plan, 500_cr)).begins_with(lot(lot_kind::paid, 500_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::use_balance, 100_cr);
  acme.at("2026-01-05").uses(bot, 80).uses(bot, 50).uses(bot, 5).expects(bot);
  const verdict said = run(w);
  CHECK(slices_of(said, 1) == std::vector<slice>{{1, 20_cr}, {2, 30_cr}});
  CHECK(slices_of(said, 2) == std::vector<slice>{{2, 5_cr}});
  CHECK(said.seen().agent_spent == 135_cr);
}

TEST_CASE("the parts up to and beyond the limit are covered together or not at all", "[R5.3][R4.1]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::plan, 500_cr)).begins_with(lot(lot_kind::paid, 29_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::use_balance, 100_cr);
  acme.at("2026-01-05").uses(bot, 80).uses(bot, 50).uses(bot, 49);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{charged, short_of_credit, charged});
  CHECK(slices_of(said, 1).empty());
  CHECK(slices_of(said, 2) == std::vector<slice>{{1, 20_cr}, {2, 29_cr}});
}

TEST_CASE("what the part up to the limit takes from the wallet is not there for the part beyond", "[R5.3]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::paid, 40_cr)).begins_with(lot(lot_kind::plan, 500_cr));
  w.settings().priorities = {50, 50, 50, 50, 10};  // paid first
  const agent_index bot = acme.agent("bot", when_exhausted::use_balance, 30_cr);
  acme.at("2026-01-05").uses(bot, 41).uses(bot, 40);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{short_of_credit, charged});
  CHECK(slices_of(said, 1) == std::vector<slice>{{1, 40_cr}});
}

TEST_CASE("an agent with `stop` reaches its limit and is refused whole beyond it", "[R5.3]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::plan, 500_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop, 100_cr);
  acme.at("2026-01-05").uses(bot, 80).uses(bot, 21).uses(bot, 20).uses(bot, 1).uses(bot, 0).expects(bot);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{charged, at_limit, charged, at_limit, charged});
  CHECK_FALSE(said.seen().agent_stopped);  // nothing is latched
}

TEST_CASE("a stop by the limit is not ended by a top-up", "[R5.2][R5.3]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::plan, 10_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop, 10_cr);
  acme.at("2026-01-05").uses(bot, 10).tops_up(20_usd).later(duration::hours(1)).uses(bot, 1);
  CHECK(run(w).usage_outcomes() == results{charged, at_limit});
}

TEST_CASE("limits are each agent's own", "[R5.3]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::plan, 500_cr));
  const agent_index a = acme.agent("a", when_exhausted::stop, 10_cr);
  const agent_index b = acme.agent("b", when_exhausted::stop, 10_cr);
  acme.at("2026-01-05").uses(a, 10).uses(b, 10).uses(a, 1).uses(b, 1);
  CHECK(run(w).usage_outcomes() == results{charged, charged, at_limit, at_limit});
}

TEST_CASE("changing or removing a limit acts at once", "[R5.4]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::plan, 500_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop, 10_cr);
  acme.at("2026-01-05").uses(bot, 10).uses(bot, 1).sets_limit(bot, 11_cr).uses(bot, 1).uses(bot, 1);
  acme.sets_limit(bot, std::nullopt).uses(bot, 100);
  CHECK(run(w).usage_outcomes() == results{charged, at_limit, charged, at_limit, charged});
}

}  // namespace
}  // namespace drawdown::test
