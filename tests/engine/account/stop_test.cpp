// What happens when the plan credit of an agent is used up (R5.2).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;
constexpr auto charged = outcome::charged;
constexpr auto exhausted = outcome::plan_exhausted;

TEST_CASE("plan 0, wallet 700, `stop`: refused; a top-up of 2500 succeeds: 3200 can be spent", "[R5.2]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::paid, 700_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop);
  acme.at("2026-01-05").expects(bot).uses(bot, 1).tops_up(2500_cr);
  acme.later(duration::hours(1)).expects(bot).uses(bot, 3200).uses(bot, 1);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{exhausted, charged, outcome::insufficient_credit});
  CHECK(said.seen(0).agent_stopped);
  CHECK_FALSE(said.seen(1).agent_stopped);
}

TEST_CASE("with `stop` all but paid credit is spent, and a smaller debit still passes after a refusal",
          "[R5.2]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::plan, 30_cr)).begins_with(lot(lot_kind::paid, 700_cr));
  acme.begins_with(lot(lot_kind::adjustment, 10_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop);
  acme.at("2026-01-05").uses(bot, 41).expects(bot).later(duration::hours(1)).uses(bot, 40).uses(bot, 1);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{exhausted, charged, exhausted});
  CHECK(said.seen().agent_stopped);
  CHECK(said.at_end.of(lot_kind::paid) == 700_cr);
}

TEST_CASE("with `use_balance` an agent goes on into paid credit", "[R5.2]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::plan, 30_cr)).begins_with(lot(lot_kind::paid, 700_cr));
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-05").uses(bot, 100);
  CHECK(slices_of(run(w), 0) == std::vector<slice>{{1, 30_cr}, {2, 70_cr}});
}

TEST_CASE("an agent is stopped from the instant at which nothing but paid credit is left", "[R5.2]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::plan, 30_cr).until("2026-01-07"));
  acme.begins_with(lot(lot_kind::paid, 700_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop);
  acme.at("2026-01-06T23:59:59.999999Z").expects(bot).at("2026-01-07").expects(bot);
  const verdict said = run(w);
  CHECK_FALSE(said.seen(0).agent_stopped);
  CHECK(said.seen(1).agent_stopped);
}

TEST_CASE("usage of another that takes the last plan credit stops every agent with `stop`", "[R5.2]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::plan, 30_cr));
  const agent_index a = acme.agent("a", when_exhausted::stop);
  const agent_index b = acme.agent("b");
  acme.at("2026-01-05").uses(30).expects(a).expects(b);
  const verdict said = run(w);
  CHECK(said.seen(0).agent_stopped);
  CHECK_FALSE(said.seen(1).agent_stopped);
}

TEST_CASE("a top-up before the stop, or by auto-recharge, ends no stop", "[R5.2]") {
  world_builder w;
  recharge_terms terms;
  terms.threshold = 10_cr;
  terms.amount = 20_usd;
  auto acme = w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::plan, 30_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop);
  acme.at("2026-01-05")
      .tops_up(1_usd)
      .later(duration::hours(1))
      .uses(bot, 30)
      .uses(bot, 1)
      .sets_recharge(terms);
  acme.uses(45);
  acme.later(duration::hours(1)).uses(bot, 1).expects(bot);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{charged, exhausted, charged, exhausted});
  CHECK(said.seen().agent_stopped);
  CHECK(said.at_end.of(lot_kind::paid) == 1005_cr);
}

TEST_CASE("where `top_up_ends_stop` is no, a top-up ends no stop", "[R5.2]") {
  world_builder w;
  w.settings().top_up_ends_stop = false;
  auto acme = w.account("acme").pays_by(good_card());
  const agent_index bot = acme.agent("bot", when_exhausted::stop);
  acme.at("2026-01-05").tops_up(1_usd).later(duration::hours(1)).uses(bot, 1);
  CHECK(run(w).usage_outcomes() == results{exhausted});
}

TEST_CASE("plan and add-on credit end a stop, free credit is merely spent", "[R5.2]") {
  const auto kind = GENERATE(lot_kind::plan, lot_kind::addon, lot_kind::free);
  world_builder w;
  auto acme = w.account("acme");
  const agent_index bot = acme.agent("bot", when_exhausted::stop);
  acme.at("2026-01-05")
      .uses(bot, 1)
      .later(duration::hours(1))
      .grants(lot(kind, 10_cr))
      .expects(bot)
      .uses(bot, 5);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{exhausted, charged});
  CHECK(said.seen().agent_stopped == (kind == lot_kind::free));
}

TEST_CASE("a lift ends with the period; then an agent without plan credit is stopped again", "[R5.2]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  const agent_index bot = acme.agent("bot", when_exhausted::stop);
  acme.at("2026-01-05").tops_up(2_usd).later(duration::hours(1)).uses(bot, 10);
  acme.at("2026-01-31T23:59:59Z").uses(bot, 10).at("2026-02-01").uses(bot, 10).expects(bot);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{charged, charged, exhausted});
  CHECK(said.seen().agent_stopped);
}

TEST_CASE("the month turns in the account's own zone", "[R2.2][R2.6]") {
  world_builder w;
  auto acme = w.account("acme").in_zone({"Ahead", {{instant::from_us(INT64_MIN), 2 * 3600}}});
  acme.begins_with(lot(lot_kind::free, 100_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop, 10_cr);
  acme.at("2026-01-31T21:59:59Z").uses(bot, 10).at("2026-01-31T22:00:00Z").uses(bot, 10);
  CHECK(run(w).usage_outcomes() == results{charged, charged});
}

TEST_CASE("setting the policy acts at once", "[R5.4]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 100_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop);
  acme.at("2026-01-05").uses(bot, 1).sets_policy(bot, when_exhausted::use_balance).uses(bot, 1);
  acme.sets_policy(bot, when_exhausted::stop).uses(bot, 1).expects(bot);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{exhausted, charged, exhausted});
  CHECK(said.seen().agent_stopped);
}

}  // namespace
}  // namespace drawdown::test
