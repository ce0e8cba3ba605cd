#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using slices = std::vector<slice>;
using results = std::vector<outcome>;
constexpr std::int64_t unit = 1'000'000;

std::vector<slices> slices_of_usage(const verdict& said) {
  std::vector<slices> found;
  for (const usage_event& e : said.all<usage_event>()) found.push_back(e.slices);
  return found;
}

}  // namespace

TEST_CASE("a lot that is restricted to meters pays for their usage alone", "[R3.8]") {
  world_builder w;
  const meter_index image = w.meter("image", 1'000'000);
  auto acme = w.account("acme");
  acme.begins_with(lot(lot_kind::free, 10_cr).only({image})).begins_with(lot(lot_kind::paid, 10_cr));
  acme.at("2026-01-05").uses_exactly(no_agent, 4 * unit, 0).uses_exactly(no_agent, 12 * unit, image);
  acme.uses_exactly(no_agent, 5 * unit, image);
  const verdict said = judge(w);
  CHECK(slices_of_usage(said) == std::vector<slices>{{{2, 4_cr}}, {{1, 10_cr}, {2, 2_cr}}, {}});
  CHECK(said.usage_outcomes().back() == outcome::insufficient_credit);
}

TEST_CASE("the figures count restricted lots, the usable credit of a debit does not", "[R3.8][R3.12]") {
  world_builder w;
  const meter_index image = w.meter("image", 1'000'000);
  w.catalog().meters[0].requires_positive_balance = true;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr).only({image}));
  acme.at("2026-01-05").uses(0).uses(1).expects();
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{outcome::charged, outcome::insufficient_credit});
  CHECK(said.seen().account.available() == 10_cr);
}

TEST_CASE("a user's lot pays for that user's usage alone", "[R3.8]") {
  world_builder w;
  const user_index ann = w.user("ann");
  const user_index bob = w.user("bob");
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr).of(ann));
  const agent_index of_ann = acme.agent("of ann", when_exhausted::use_balance, std::nullopt, ann);
  const agent_index of_nobody = acme.agent("of nobody");
  acme.at("2026-01-05").uses(of_ann, 1).uses(of_nobody, 1).uses(1);
  acme.uses(of_nobody, 2).on_behalf_of(ann).uses(of_ann, 1).on_behalf_of(bob);
  const verdict said = judge(w);
  const auto no = outcome::insufficient_credit;
  CHECK(said.usage_outcomes() == results{outcome::charged, no, no, outcome::charged, no});
  CHECK(said.all<usage_event>().at(0).user == ann);
  CHECK(said.all<usage_event>().at(4).user == bob);
}

TEST_CASE("an agent's user stands for usage that names none", "[R5.1][R5.5]") {
  world_builder w;
  const user_index ann = w.user("ann");
  const group_index stream = w.group("stream");
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::use_balance, std::nullopt, ann);
  acme.at("2026-01-05").draws(bot, 1).on_behalf_of(no_user).under(stream);
  const usage_event used = judge(w).all<usage_event>().at(0);
  CHECK(used.user == ann);
  CHECK(used.group == stream);
}

TEST_CASE("user and group are no part of what a key stands for", "[R4.3][R5.5]") {
  world_builder w;
  const user_index ann = w.user("ann");
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").uses(1).keyed("m").uses(1).on_behalf_of(ann).keyed("m");
  const auto used = judge(w).all<usage_event>();
  CHECK(used.at(1).repeated);
  CHECK(used.at(1).user == ann);
}

TEST_CASE("a user's own lots come before shared lots of the same priority, not before others",
          "[R3.3][R3.17]") {
  world_builder w;
  const user_index ann = w.user("ann");
  auto acme = w.account("acme");
  acme.begins_with(lot(lot_kind::free, 1_cr).until("2026-01-09"));
  acme.begins_with(lot(lot_kind::free, 1_cr).of(ann));
  acme.begins_with(lot(lot_kind::free, 1_cr).priority(5));
  acme.at("2026-01-05").uses(3).on_behalf_of(ann);
  CHECK(slices_of_usage(judge(w)) == std::vector<slices>{{{3, 1_cr}, {2, 1_cr}, {1, 1_cr}}});
  SECTION("also where the higher priority number comes first") {
    w.settings().burn_down = {{burn_by::priority, true}, {burn_by::expires}};
    CHECK(slices_of_usage(judge(w)) == std::vector<slices>{{{2, 1_cr}, {1, 1_cr}, {3, 1_cr}}});
  }
  SECTION("but not where priorities are not compared") {
    w.settings().burn_down = {{burn_by::expires}};
    CHECK(slices_of_usage(judge(w)) == std::vector<slices>{{{1, 1_cr}, {2, 1_cr}, {3, 1_cr}}});
  }
}

TEST_CASE("a hold without a meter reserves nothing of lots that ask for one", "[R3.8][R6.1]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr).only({0}));
  acme.begins_with(lot(lot_kind::paid, 10_cr));
  hold_command of_meter;
  of_meter.meter = 0;
  of_meter.amount = 5_cr;
  acme.at("2026-01-05").holds("job", 5_cr).holds("call", of_meter);
  const auto held = judge(w).all<hold_event>();
  CHECK(held.at(0).slices == slices{{2, 5_cr}});
  CHECK(held.at(1).slices == slices{{1, 5_cr}});
}

TEST_CASE("the restriction filters both parts of a debit that a limit splits", "[R3.8][R5.3]") {
  world_builder w;
  const meter_index image = w.meter("image", 1'000'000);
  auto acme = w.account("acme");
  acme.begins_with(lot(lot_kind::free, 100_cr)).begins_with(lot(lot_kind::paid, 50_cr).only({image}));
  const agent_index bot = acme.agent("bot", when_exhausted::use_balance, 10_cr);
  acme.at("2026-01-05").uses_exactly(bot, 11 * unit, 0).uses_exactly(bot, 11 * unit, image);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{outcome::insufficient_credit, outcome::charged});
  CHECK(slices_of_usage(said).back() == slices{{1, 10_cr}, {2, 1_cr}});
}

TEST_CASE("a lot's event tells its restriction", "[R3.1][R3.8]") {
  world_builder w;
  const user_index ann = w.user("ann");
  w.account("acme").begins_with(
      lot(lot_kind::free, 1_cr).only({0}).of(ann).recurs("1 week").rolls_over(5_cr));
  const lot_event granted = judge(w).all<lot_event>().at(0);
  CHECK(granted.only == restriction{{0}, ann});
  CHECK(granted.recurs == recurrence{lasting("1 week"), std::nullopt});
  CHECK(granted.rollover == rollover_terms{5_cr, 0_cr});
}
