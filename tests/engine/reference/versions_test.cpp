#include <catch2/catch.hpp>

#include "shop.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

constexpr unit_price two_credits{2'000'000, 1};

}  // namespace

TEST_CASE("usage is priced by the version in force when it occurs", "[R7.3]") {
  shop s{one_credit};
  s.w.version("2026-01-05T00:00:02Z").meters[s.sold].price = two_credits;
  s.uses(10 * unit).uses(10 * unit);
  const auto used = judge(s.w).all<usage_event>();
  CHECK(used.at(0).amount == 10_cr);
  CHECK(used.at(0).version == 0);
  CHECK(used.at(1).amount == 20_cr);
  CHECK(used.at(1).version == 1);
}

TEST_CASE("an account's own prices stand in place of the world's", "[R7.3]") {
  shop s{one_credit};
  s.w.version("2026-01-02").meters[s.sold].price = two_credits;
  catalog own = s.w.catalog();
  own.meters[s.sold].price = half_a_credit;
  s.acme.spec().own_prices.push_back({when("2026-01-01"), own});
  s.uses(10 * unit);
  CHECK(costs(s) == amounts{5_cr});
}

TEST_CASE("a hold is captured at the price of when it was placed", "[R6.1][R7.3]") {
  shop s{one_credit};
  s.w.settings().capture_overrun = overrun::debit;
  s.w.version("2026-01-06").meters[s.sold].price = two_credits;
  s.holds("call", 10 * unit);
  s.acme.at("2026-01-07");
  s.captures("call", 15 * unit);
  const verdict said = judge(s.w);
  CHECK(said.all<capture_event>().at(0).amount == 10_cr);
  CHECK(said.all<usage_event>().at(0).amount == 5_cr);
  CHECK(said.all<usage_event>().at(0).version == 0);
}

TEST_CASE("a top-up brings what the version in force brings when it is asked for", "[R7.3][R9.1]") {
  world_builder w;
  w.version("2026-01-05T00:00:01Z").rate = {1_usd, 40_cr};
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(10_usd);
  acme.at("2026-01-06").tops_up(10_usd);
  const auto lots = judge(w).all<lot_event>();
  CHECK(lots.at(0).amount == 500_cr);
  CHECK(lots.at(1).amount == 400_cr);
}

TEST_CASE("tiers go on through a new version", "[R7.2][R7.3]") {
  shop s{one_credit};
  s.w.version("2026-01-06").meters[s.sold].price =
      graduated_price{{{100 * unit, one_credit}, {{}, half_a_credit}}};
  s.uses(90 * unit);
  s.acme.at("2026-01-07");
  s.uses(20 * unit);
  CHECK(costs(s) == amounts{90_cr, 15_cr});
}

TEST_CASE("a recharge is looked at when another version takes effect", "[R2.4][R7.3]") {
  world_builder w;
  w.catalog().top_ups.minimum = 20_usd;
  w.version("2026-01-06").top_ups.minimum = 5_usd;
  recharge_terms terms;
  terms.threshold = 100_cr;
  terms.amount = 10_usd;
  w.account("acme").pays_by(good_card()).recharges(terms);
  const verdict said = judge(w);
  CHECK(said.all<recharge_failed_event>().at(0).why == outcome::below_minimum);
  CHECK(said.times<charge_event>().at(0) == when("2026-01-06"));
}

TEST_CASE("late usage has the price of when it occurred, and counts in that period", "[R2.5][R7.2]") {
  shop s = shop_of_graduated();
  s.w.version("2026-02-01").meters[s.sold].price = two_credits;
  s.acme.at("2026-01-31T20:00:00Z");
  s.uses(90 * unit);
  s.acme.at("2026-02-01T10:00:00Z");
  s.used_at("2026-01-31T22:00:00Z", 20 * unit);
  s.used_at("2026-01-31T22:00:00Z", 10 * unit);
  s.uses(10 * unit);
  const auto used = judge(s.w).all<usage_event>();
  CHECK(used.at(1).amount == 15_cr);
  CHECK(used.at(1).version == 0);
  CHECK(used.at(1).occurred_at == when("2026-01-31T22:00:00Z"));
  CHECK(used.at(2).amount == 5_cr);
  CHECK(used.at(3).amount == 20_cr);
  CHECK(used.at(3).occurred_at.is_never());
}

TEST_CASE("usage that occurred longer ago than the grace is too late", "[R2.5][R4.7]") {
  shop s{one_credit};
  s.acme.at("2026-01-06");
  s.used_at("2026-01-05T00:00:01Z", unit);
  s.used_at("2026-01-05T00:00:01.999999Z", unit);
  const verdict said = judge(s.w);
  CHECK(said.usage_outcomes() == std::vector<outcome>{outcome::charged, outcome::too_late});
  CHECK(said.all<usage_event>().at(1).amount == 0_cr);
}

TEST_CASE("when it occurred is part of what makes a usage the same", "[R2.5][R4.3]") {
  shop s{one_credit};
  s.acme.at("2026-01-06");
  s.used_at("2026-01-05T12:00:00Z", 3 * unit, s.w.key("call"));
  s.used_at("2026-01-05T12:00:00Z", 3 * unit, s.w.key("call"));
  s.uses(s.w.key("call"), 3 * unit);
  const verdict said = judge(s.w);
  CHECK(said.usage_outcomes() ==
        std::vector<outcome>{outcome::charged, outcome::charged, outcome::idempotency_conflict});
  CHECK(said.all<usage_event>().at(1).repeated);
}

TEST_CASE("late usage is paid and counted for its agent as of its arrival", "[R2.5][R5.3]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr).until("2026-02-01"));
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-31T23:00:00Z").grants(lot(lot_kind::paid, 50_cr));
  acme.at("2026-02-01T01:00:00Z").uses(bot, 10).occurred("2026-01-31T23:00:00Z").expects(bot);
  const verdict said = judge(w);
  CHECK(said.all<usage_event>().at(0).slices.at(0).lot == 2);
  CHECK(said.seen().agent_spent == 10_cr);
}
