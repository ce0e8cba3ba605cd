#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {
using results = std::vector<outcome>;
const auto charged = outcome::charged;
const auto conflict = outcome::idempotency_conflict;

std::vector<bool> repeated_usage(const verdict& said) {
  std::vector<bool> all;
  for (const usage_event& e : said.all<usage_event>()) all.push_back(e.repeated);
  return all;
}
}  // namespace

TEST_CASE("the second arrival of a usage key changes nothing and returns the first outcome", "[R4.3]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").uses(4).keyed("a");
  acme.at("2026-01-06").uses(1);
  acme.at("2026-01-07").uses(4).keyed("a");
  const verdict said = judge(w);
  const usage_event again = said.all<usage_event>().at(2);
  CHECK(again.result == charged);
  CHECK(again.repeated);
  CHECK(again.amount == 4_cr);
  CHECK(again.balance == 5_cr);
  CHECK(again.slices.empty());
  CHECK(said.at_end.balance() == 5_cr);
}

TEST_CASE("a refusal is remembered too", "[R4.3]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-05").uses(4).keyed("a");
  acme.at("2026-01-06").grants(lot(lot_kind::free, 10_cr)).uses(4).keyed("a");
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{outcome::insufficient_credit, outcome::insufficient_credit});
  CHECK(repeated_usage(said) == std::vector{false, true});
}

TEST_CASE("the same key with another agent, meter or quantity is a conflict, and is not remembered",
          "[R4.3]") {
  world_builder w;
  const meter_index other = w.meter("other", 1'000'000);
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-05").uses(bot, 4).keyed("a");
  acme.at("2026-01-06")
      .uses(4)
      .keyed("a")
      .uses(bot, 5)
      .keyed("a")
      .uses_exactly(bot, 4'000'000, other)
      .keyed("a");
  acme.at("2026-01-07").uses(bot, 4).keyed("a");
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{charged, conflict, conflict, conflict, charged});
  CHECK(repeated_usage(said) == std::vector{false, false, false, false, true});
  CHECK(said.all<usage_event>().at(1).amount == 0_cr);
  CHECK(said.at_end.balance() == 6_cr);
}

TEST_CASE("a usage key is remembered until before its first arrival plus the window", "[R4.3][R4.11]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").uses(4).keyed("a");
  acme.at("2026-01-11T23:59:59.999999Z").uses(4).keyed("a");  // a repetition does not extend the memory
  acme.at("2026-01-12").uses(3).keyed("a");
  acme.at("2026-01-18").uses(3).keyed("a");
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{charged, charged, charged, charged});
  CHECK(repeated_usage(said) == std::vector{false, true, false, true});
  CHECK(said.at_end.balance() == 3_cr);
}

TEST_CASE("keys of commands are remembered for the whole run", "[R4.3]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-05").tops_up(10_usd).keyed("top");
  acme.grants(lot(lot_kind::free, 1_cr))
      .keyed("now")
      .grants(lot(lot_kind::free, 2_cr).from("2026-02-01"))
      .keyed("later");
  acme.sets_limit(bot, 5_cr).keyed("set").tops_up(1_cents).tops_up(0_usd).keyed("none");
  acme.at("2026-03-05").tops_up(10_usd).keyed("top");
  acme.grants(lot(lot_kind::free, 1_cr))
      .keyed("now")
      .grants(lot(lot_kind::free, 2_cr).from("2026-02-01"))
      .keyed("later");
  acme.sets_limit(bot, 5_cr).keyed("set").tops_up(0_usd).keyed("none");
  acme.at("2026-03-06")
      .tops_up(11_usd)
      .keyed("top")
      .grants(lot(lot_kind::paid, 1_cr))
      .keyed("now")
      .sets_limit(bot, 6_cr)
      .keyed("set");

  std::vector<std::pair<outcome, bool>> march;
  const verdict said = judge(w);
  const auto commands = said.all<command_event>();
  const auto times = said.times<command_event>();
  for (std::size_t i = 0; i < commands.size(); ++i)
    if (times[i] >= when("2026-03-01")) march.emplace_back(commands[i].result, commands[i].repeated);
  using row = std::pair<outcome, bool>;
  CHECK(march == std::vector<row>{{outcome::requested, true},
                                  {outcome::granted, true},
                                  {outcome::scheduled, true},
                                  {outcome::changed, true},
                                  {outcome::amount_too_small, true},
                                  {conflict, false},
                                  {conflict, false},
                                  {conflict, false}});
  CHECK(said.all<charge_event>().size() == 2);
  CHECK(said.at_end.balance() == 503.5_cr);
}

TEST_CASE("usage and commands share one name space", "[R4.3]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr), "start");
  acme.at("2026-01-05")
      .uses(1)
      .keyed("a")
      .grants(lot(lot_kind::free, 1_cr))
      .keyed("a")
      .uses(1)
      .keyed("start");
  acme.grants(lot(lot_kind::free, 10_cr)).keyed("start");
  acme.at("2026-01-12").grants(lot(lot_kind::free, 1_cr)).keyed("a");  // the usage is forgotten
  acme.at("2026-02-12").uses(1).keyed("a");
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{charged, conflict, conflict});
  CHECK(said.command_outcomes() == results{conflict, outcome::granted});
  CHECK(said.all<command_event>().at(1).repeated);
  CHECK(said.at_end.balance() == 10_cr);
}

TEST_CASE("a key means nothing in another account", "[R4.3]") {
  world_builder w;
  for (const char* name : {"one", "two"})
    w.account(name).begins_with(lot(lot_kind::free, 10_cr)).at("2026-01-05").uses(1).keyed("a");
  const auto in = w.build();
  CHECK_FALSE(judge(in, 0).all<usage_event>().at(0).repeated);
  CHECK_FALSE(judge(in, 1).all<usage_event>().at(0).repeated);
}
