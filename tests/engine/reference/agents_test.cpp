#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {
using results = std::vector<outcome>;
using slices = std::vector<slice>;
const auto charged = outcome::charged;
const auto exhausted = outcome::plan_exhausted;
const auto stop = when_exhausted::stop;
const auto use_balance = when_exhausted::use_balance;
}  // namespace

TEST_CASE("usage without an agent knows no limit and no stop", "[R5.1]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 10_cr));
  const agent_index bot = acme.agent("bot", stop, 1_cr);
  acme.at("2026-01-05").uses(bot, 1).uses(5);
  CHECK(judge(w).usage_outcomes() == results{exhausted, charged});
}

TEST_CASE("with stop an agent spends free, plan, add-on and adjustment credit only", "[R5.2]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 100_cr));
  acme.begins_with(lot(lot_kind::free, 1_cr)).begins_with(lot(lot_kind::plan, 2_cr));
  acme.begins_with(lot(lot_kind::addon, 3_cr)).begins_with(lot(lot_kind::adjustment, 4_cr));
  const agent_index bot = acme.agent("bot", stop);
  acme.at("2026-01-05").uses(bot, 11).expects(bot);
  acme.at("2026-01-06").uses(bot, 9).expects(bot);  // a smaller one that they cover still passes
  acme.at("2026-01-07").uses(bot, 1).uses(bot, 1);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{exhausted, charged, charged, exhausted});
  CHECK(said.seen(0).agent_stopped);
  CHECK(said.seen(1).agent_stopped);
  CHECK(said.at_end.balance() == 100_cr);
}

TEST_CASE("an agent counts as stopped from the instant at which nothing but paid credit is left", "[R5.2]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 100_cr));
  acme.begins_with(lot(lot_kind::free, 5_cr).until("2026-01-10"));
  const agent_index careful = acme.agent("careful", stop);
  const agent_index bold = acme.agent("bold", use_balance);
  acme.at("2026-01-09T23:59:59Z").expects(careful);
  acme.at("2026-01-10").expects(careful).expects(bold);
  const verdict said = judge(w);
  CHECK_FALSE(said.seen(0).agent_stopped);
  CHECK(said.seen(1).agent_stopped);
  CHECK_FALSE(said.seen(2).agent_stopped);
}

TEST_CASE("the grants that an account begins with count as one", "[R5.2]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::paid, 100_cr)).begins_with(lot(lot_kind::free, 1_cr));
  auto poor = w.account("poor");
  const agent_index bot = acme.agent("bot", stop);
  poor.agent("bot", stop);
  acme.at("2026-01-01").expects(bot);
  poor.at("2026-01-01").expects(bot);
  const auto in = w.build();
  CHECK_FALSE(judge(in, 0).seen().agent_stopped);
  CHECK(judge(in, 1).seen().agent_stopped);
}

TEST_CASE("plan 0, wallet 700, stop: refused; a top-up of 2500 succeeds: 3200 can be spent", "[R5.2]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::paid, 700_cr));
  const agent_index bot = acme.agent("bot", stop);
  acme.at("2026-01-05").uses(bot, 1).tops_up(50_usd).uses(bot, 1);
  acme.at("2026-01-06").expects(bot).uses(bot, 3200);
  acme.at("2026-02-01")
      .grants(lot(lot_kind::paid, 10_cr))
      .uses(bot, 1)
      .expects(bot);  // until the next cycle begins
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{exhausted, exhausted, charged, exhausted});
  CHECK_FALSE(said.seen(0).agent_stopped);
  CHECK(said.seen(1).agent_stopped);
}

TEST_CASE("a top-up ends no stop where the setting says so", "[R5.2]") {
  world_builder w;
  w.settings().top_up_ends_stop = false;
  auto acme = w.account("acme").pays_by(good_card());
  const agent_index bot = acme.agent("bot", stop);
  acme.at("2026-01-05").tops_up(50_usd);
  acme.at("2026-01-06").uses(bot, 1).expects(bot);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{exhausted});
  CHECK(said.seen().agent_stopped);
}

TEST_CASE("a top-up made before the stop changes nothing, nor does a recharge", "[R5.2]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, 5_cr));
  const agent_index bot = acme.agent("bot", stop);
  acme.at("2026-01-05").tops_up(50_usd);
  acme.at("2026-01-06").uses(bot, 6).uses(bot, 5);
  recharge_terms terms;
  terms.threshold = 10000_cr;
  terms.amount = 20_usd;
  acme.at("2026-01-07").sets_recharge(terms);
  acme.at("2026-01-08").uses(bot, 1);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{exhausted, charged, exhausted});
  CHECK(said.at_end.of(lot_kind::paid) > 2500_cr);
}

TEST_CASE("plan or add-on credit ends a stop, free credit does not", "[R5.2]") {
  world_builder w;
  auto acme = w.account("acme");
  const agent_index bot = acme.agent("bot", stop);
  acme.at("2026-01-05").grants(lot(lot_kind::free, 1_cr)).expects(bot);
  acme.at("2026-01-06").grants(lot(lot_kind::addon, 1_cr)).expects(bot);
  acme.at("2026-01-07").uses(bot, 3).expects(bot);
  acme.at("2026-01-08").grants(lot(lot_kind::plan, 1_cr).from("2026-01-09")).expects(bot);
  acme.at("2026-01-09").expects(bot);
  const verdict said = judge(w);
  std::vector<bool> stopped;
  for (const figures_event& e : said.all<figures_event>()) stopped.push_back(e.agent_stopped);
  CHECK(stopped == std::vector{true, false, true, true, false});
}

TEST_CASE("the next period ends a stop where there is something to spend", "[R5.2]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 5_cr).until("2026-02-15"));
  const agent_index bot = acme.agent("bot", stop);
  acme.at("2026-01-05").uses(bot, 6).expects(bot);
  acme.at("2026-02-01").expects(bot);
  acme.at("2026-03-01").expects(bot);
  const verdict said = judge(w);
  CHECK(said.seen(0).agent_stopped);
  CHECK_FALSE(said.seen(1).agent_stopped);
  CHECK(said.seen(2).agent_stopped);
}

TEST_CASE("a stop by the limit is not ended by a top-up", "[R5.2][R5.3]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  const agent_index bot = acme.agent("bot", stop, 10_cr);
  acme.at("2026-01-05").tops_up(50_usd);
  acme.at("2026-01-06").uses(bot, 10).uses(bot, 1);
  acme.at("2026-01-07").tops_up(50_usd);
  acme.at("2026-01-08").uses(bot, 1);
  CHECK(judge(w).usage_outcomes() == results{charged, outcome::limit_reached, outcome::limit_reached});
}

TEST_CASE("limit 100, spent 80, debit 50 = 20 by the order + 30 from the wallet", "[R5.3]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::free, 1000_cr)).begins_with(lot(lot_kind::paid, 1000_cr));
  const agent_index bot = acme.agent("bot", use_balance, 100_cr);
  acme.at("2026-01-05").uses(bot, 80).uses(bot, 50).expects(bot);
  acme.at("2026-01-06").uses(bot, 5);
  const verdict said = judge(w);
  CHECK(said.all<usage_event>().at(1).slices == slices{{1, 20_cr}, {2, 30_cr}});
  CHECK(said.seen().agent_spent == 130_cr);
  CHECK(said.all<usage_event>().at(2).slices == slices{{2, 5_cr}});
}

TEST_CASE("beyond the limit the wallet alone pays, all or nothing with the part within", "[R5.3]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::paid, 30_cr)).begins_with(lot(lot_kind::free, 15_cr));
  acme.begins_with(lot(lot_kind::adjustment, 4_cr));
  const agent_index bot = acme.agent("bot", use_balance, 20_cr);
  acme.at("2026-01-05").uses(bot, 50);  // 20 within leaves 29 in the wallet for 30
  // Within: 15 free, 4 adjustment, 1 paid; beyond: 29 paid, which shows in the slice of that lot.
  acme.at("2026-01-06").uses(bot, 49);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{outcome::insufficient_credit, charged});
  CHECK(said.all<usage_event>().at(1).slices == slices{{2, 15_cr}, {3, 4_cr}, {1, 30_cr}});
}

TEST_CASE("with plenty of free credit a debit beyond the limit fails for want of a wallet", "[R5.3]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::free, 1000_cr)).begins_with(lot(lot_kind::paid, 1_cr));
  const agent_index bot = acme.agent("bot", use_balance, 20_cr);
  acme.at("2026-01-05").uses(bot, 22).uses(bot, 21);
  CHECK(judge(w).usage_outcomes() == results{outcome::insufficient_credit, charged});
}

TEST_CASE("changing or removing a limit acts at once, the count stays", "[R5.4]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 1000_cr));
  const agent_index bot = acme.agent("bot", stop, 10_cr);
  acme.at("2026-01-05").uses(bot, 10).uses(bot, 1).sets_limit(bot, 11_cr).uses(bot, 1).uses(bot, 1);
  acme.sets_limit(bot, std::nullopt).uses(bot, 100).sets_limit(bot, 5_cr).uses(bot, 1).expects(bot);
  acme.at("2026-02-01").uses(bot, 5).uses(bot, 1);
  const verdict said = judge(w);
  const auto limit = outcome::limit_reached;
  CHECK(said.usage_outcomes() == results{charged, limit, charged, limit, charged, limit, charged, limit});
  CHECK(said.seen().agent_spent == 111_cr);
}

TEST_CASE("setting a policy, even the same, starts anew; nothing to spend stops again",
          "[R5.2][R5.4][R5.8]") {
  world_builder w;
  auto acme =
      w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, 5_cr).until("2026-01-20"));
  const agent_index bot = acme.agent("bot", stop);
  acme.at("2026-01-05").uses(bot, 6).tops_up(10_usd).sets_policy(bot, stop).expects(bot);
  acme.at("2026-01-06").uses(bot, 6).tops_up(10_usd);
  acme.at("2026-01-07").uses(bot, 6).sets_policy(bot, stop).uses(bot, 6);
  acme.at("2026-01-20").expects(bot).sets_policy(bot, use_balance).uses(bot, 1);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{exhausted, exhausted, charged, exhausted, charged});
  CHECK_FALSE(said.seen(0).agent_stopped);
  CHECK_FALSE(said.seen(1).agent_stopped);  // asked after the policy was set to use_balance
}
