#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using results = std::vector<outcome>;
using slices = std::vector<slice>;
using payments = std::vector<debt_paid_event>;
constexpr std::int64_t unit = 1'000'000;

world_builder carrying() {
  world_builder w;
  w.settings().when_short = short_of_credit::carry;
  return w;
}

}  // namespace

TEST_CASE("`carry` makes debt of what the credit does not cover", "[R4.5]") {
  world_builder w = carrying();
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").uses(25).expects();
  const verdict said = judge(w);
  const usage_event used = said.all<usage_event>().at(0);
  CHECK(used.result == outcome::charged);
  CHECK(used.amount == 25_cr);
  CHECK(used.debt == 15_cr);
  CHECK(used.slices == slices{{1, 10_cr}});
  CHECK(said.seen().account.balance() == 0_cr);
  CHECK(said.seen().account.debt == 15_cr);
  CHECK(said.seen().account.net() == -15_cr);
}

TEST_CASE("`cap` takes what there is and forgives the rest", "[R4.5]") {
  world_builder w;
  w.settings().when_short = short_of_credit::cap;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-05").uses(bot, 25).uses(bot, 1).expects(bot);
  const verdict said = judge(w);
  const auto used = said.all<usage_event>();
  CHECK(used.at(0).amount == 25_cr);
  CHECK(used.at(0).forgiven == 15_cr);
  CHECK(used.at(0).slices == slices{{1, 10_cr}});
  CHECK(used.at(1).forgiven == 1_cr);
  CHECK(said.seen().agent_spent == 10_cr);
  CHECK(said.seen().account.debt == 0_cr);
}

TEST_CASE("a debit that would pass the overdraft is refused whole", "[R4.5]") {
  world_builder w = carrying();
  w.settings().overdraft = 20_cr;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").uses(31).uses(30).uses(1).expects();
  const verdict said = judge(w);
  const auto no = outcome::insufficient_credit;
  CHECK(said.usage_outcomes() == results{no, outcome::charged, no});
  CHECK(said.seen().account.debt == 20_cr);
}

TEST_CASE("debt counts among what an account may take in", "[R1.6][R4.5]") {
  world_builder w = carrying();
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, credits::largest() - 5_cr));
  acme.at("2026-01-05").holds("all", credits::largest() - 5_cr).uses(6).uses(5).uses(1);
  const verdict said = judge(w);
  const auto no = outcome::amount_out_of_range;
  CHECK(said.usage_outcomes() == results{no, outcome::charged, no});
}

TEST_CASE("debt is paid at once from what becomes available, the oldest first, in burn-down order",
          "[R4.5]") {
  world_builder w = carrying();
  auto acme = w.account("acme");
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-05").uses(bot, 10).keyed("one").uses(5).keyed("two");
  acme.at("2026-01-06").grants(lot(lot_kind::paid, 12_cr));
  acme.at("2026-01-07").grants(lot(lot_kind::free, 10_cr)).expects(bot);
  const verdict said = judge(w);
  CHECK(said.all<debt_paid_event>() ==
        payments{{1, w.key("one"), bot, 10_cr, 2_cr, 5_cr, slices{{1, 10_cr}}},
                 {2, w.key("two"), no_agent, 2_cr, 0_cr, 3_cr, slices{{1, 2_cr}}},
                 {2, w.key("two"), no_agent, 3_cr, 7_cr, 0_cr, slices{{2, 3_cr}}}});
  // Paying later changes nothing about what the agent spent.
  CHECK(said.seen().agent_spent == 10_cr);
}

TEST_CASE("debt is paid by several lots in their order", "[R4.5][R3.3]") {
  world_builder w = carrying();
  auto acme = w.account("acme");
  acme.begins_with(lot(lot_kind::paid, 10_cr).from("2026-01-07"));
  acme.begins_with(lot(lot_kind::free, 3_cr).from("2026-01-07"));
  acme.at("2026-01-05").uses(10);
  const debt_paid_event paid = judge(w).all<debt_paid_event>().at(0);
  CHECK(paid.slices == slices{{2, 3_cr}, {1, 7_cr}});
  CHECK(paid.balance == 3_cr);
}

TEST_CASE("credit that a hold gives back pays debt", "[R4.5][R6.3]") {
  world_builder w = carrying();
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").holds("job", 10_cr, no_agent, "1 day").uses(4);
  const verdict said = judge(w);
  CHECK(said.times<debt_paid_event>() == std::vector{when("2026-01-06")});
  CHECK(said.at_end.balance() == 6_cr);
}

TEST_CASE("debt is paid before auto-recharge looks, and lowers what it watches", "[R2.4][R4.5][R10.2]") {
  world_builder w = carrying();
  auto acme = w.account("acme").pays_by(good_card());
  recharge_terms terms;
  terms.threshold = 10_cr;
  terms.target = 100_cr;
  acme.at("2026-01-05").uses(50).sets_recharge(terms).expects();
  acme.at("2026-01-06").expects();
  const verdict said = judge(w);
  CHECK(said.charges.at(0).amount == 3_usd);  // 150 are missing to 100 above the debt
  CHECK(said.seen(1).account.balance() == 100_cr);
  CHECK(said.seen(1).account.debt == 0_cr);
}

TEST_CASE("a target that debt puts out of reach is out of range", "[R1.5][R10.9]") {
  world_builder w = carrying();
  auto acme = w.account("acme").pays_by(good_card());
  recharge_terms terms;
  terms.threshold = 10_cr;
  terms.target = credits::largest();
  acme.at("2026-01-05").uses(50).sets_recharge(terms);
  CHECK(judge(w).all<recharge_failed_event>().at(0).why == outcome::amount_out_of_range);
}

TEST_CASE("limits and stop come before when_short: a stopped agent makes no debt", "[R4.7]") {
  world_builder w = carrying();
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  const agent_index strict = acme.agent("strict", when_exhausted::stop, 5_cr);
  const agent_index planned = acme.agent("planned", when_exhausted::stop);
  acme.at("2026-01-05").uses(strict, 6).uses(planned, 11).expects();
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{outcome::limit_reached, outcome::plan_exhausted});
  CHECK(said.seen().account.debt == 0_cr);
}

TEST_CASE("an agent whose stop was lifted may make debt", "[R4.5][R5.7]") {
  world_builder w = carrying();
  auto acme = w.account("acme").pays_by(good_card());
  const agent_index bot = acme.agent("bot", when_exhausted::stop);
  acme.at("2026-01-05").uses(bot, 1).tops_up(1_usd);
  acme.at("2026-01-06").uses(bot, 51);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{outcome::plan_exhausted, outcome::charged});
  CHECK(said.all<usage_event>().at(1).debt == 1_cr);
}

TEST_CASE("both parts of a debit that a limit splits take what they can before there is debt",
          "[R4.5][R5.3]") {
  world_builder w = carrying();
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  acme.begins_with(lot(lot_kind::paid, 4_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::use_balance, 20_cr);
  acme.at("2026-01-05").uses(bot, 30).expects(bot);
  const verdict said = judge(w);
  const usage_event used = said.all<usage_event>().at(0);
  CHECK(used.slices == slices{{1, 20_cr}, {2, 4_cr}});
  CHECK(used.debt == 6_cr);
  CHECK(said.seen().agent_spent == 30_cr);
  // 80 of the free lot are left and may pay debt: its limit is the agent's, not the account's.
  CHECK(said.all<debt_paid_event>().at(0).slices == slices{{1, 6_cr}});
}

TEST_CASE("a hold never makes debt and is never cut", "[R4.5][R6.1]") {
  world_builder w;
  w.settings().when_short = GENERATE(short_of_credit::carry, short_of_credit::cap);
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").holds("job", 11_cr);
  CHECK(judge(w).all<hold_event>().at(0).result == outcome::insufficient_credit);
}

TEST_CASE("a lot pays debt if the setting names its kind", "[R4.6]") {
  world_builder w = carrying();
  w.settings().debt_paid_by = {false, true, true, true, true};
  auto acme = w.account("acme");
  acme.at("2026-01-05").uses(10);
  acme.at("2026-01-06").grants(lot(lot_kind::free, 100_cr)).expects();
  acme.at("2026-01-07").grants(lot(lot_kind::adjustment, 100_cr)).expects();
  const verdict said = judge(w);
  CHECK(said.seen(0).account.debt == 10_cr);
  CHECK(said.seen(0).account.balance() == 100_cr);
  CHECK(said.seen(1).account.debt == 0_cr);
  CHECK(said.seen(1).account.of(lot_kind::adjustment) == 90_cr);
}

TEST_CASE("a restricted lot pays only debt of usage that it could have paid", "[R4.6]") {
  world_builder w = carrying();
  const meter_index image = w.meter("image", 1'000'000);
  const user_index ann = w.user("ann");
  auto acme = w.account("acme");
  acme.at("2026-01-05").uses(10).adjusts(-10_cr, true);
  acme.uses_exactly(no_agent, 10 * unit, image).on_behalf_of(ann).keyed("image");
  acme.at("2026-01-06").grants(lot(lot_kind::free, 6_cr).only({image}));
  acme.at("2026-01-07").grants(lot(lot_kind::free, 6_cr).of(ann)).expects();
  const verdict said = judge(w);
  CHECK(said.all<debt_paid_event>() ==
        payments{{3, w.key("image"), no_agent, 6_cr, 0_cr, 24_cr, slices{{1, 6_cr}}},
                 {3, w.key("image"), no_agent, 4_cr, 2_cr, 20_cr, slices{{2, 4_cr}}}});
  CHECK(said.seen().account.debt == 20_cr);
}

TEST_CASE("paying debt may leave nothing but paid credit: agents are stopped from that event on", "[R5.6]") {
  world_builder w = carrying();
  auto acme = w.account("acme");
  const agent_index bot = acme.agent("bot", when_exhausted::stop);
  acme.at("2026-01-05").uses(10);
  acme.at("2026-01-06").grants(lot(lot_kind::plan, 10_cr)).expects(bot);
  CHECK(judge(w).seen().agent_stopped);
}

TEST_CASE("a usage that made debt comes again without making more", "[R4.3][R4.5]") {
  world_builder w = carrying();
  auto acme = w.account("acme");
  acme.at("2026-01-05").uses(10).keyed("m").uses(10).keyed("m").expects();
  const verdict said = judge(w);
  const usage_event again = said.all<usage_event>().at(1);
  CHECK(again.repeated);
  CHECK(again.amount == 10_cr);
  CHECK(again.debt == 0_cr);
  CHECK(said.seen().account.debt == 10_cr);
}
