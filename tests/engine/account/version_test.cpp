// Prices and rates that change during the run, or are an account's own (R7.3).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;

// What each usage cost, and which version priced it.
using prices = std::vector<std::pair<credits, std::uint16_t>>;
prices prices_of(const verdict& said) {
  prices found;
  for (const usage_event& e : said.all<usage_event>()) found.emplace_back(e.amount, e.version);
  return found;
}

unit_price per_unit(credits price) {
  return {price.micro(), 1};
}

TEST_CASE("usage has the price of the version in force, which a version is from its first instant on",
          "[R7.3][R2.4]") {
  world_builder w;
  w.version("2026-02-01").meters[0].price = per_unit(2_cr);
  w.version("2026-03-01").meters[0].price = per_unit(0.5_cr);
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 1000_cr));
  acme.at("2026-01-31T23:59:59.999999Z").uses(10).at("2026-02-01").uses(10).at("2026-03-15").uses(10);
  CHECK(prices_of(run(w)) == prices{{10_cr, 0}, {20_cr, 1}, {5_cr, 2}});
}

TEST_CASE("an account with prices of its own has no others", "[R7.3]") {
  world_builder w;
  w.version("2026-02-01").meters[0].price = per_unit(2_cr);
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 1000_cr));
  catalog cheaper = w.catalog();
  cheaper.meters[0].price = per_unit(0.1_cr);
  acme.spec().own_prices = {{when("2026-01-01"), cheaper}};
  acme.at("2026-01-05").uses(10).at("2026-02-05").uses(10);
  CHECK(prices_of(run(w)) == prices{{1_cr, 1}, {1_cr, 1}});
}

TEST_CASE("a top-up has the rate of when it was asked for, whenever it is paid", "[R7.3][R9.1]") {
  world_builder w;
  w.version("2026-02-01").rate = {money::from_minor(100), credits::whole(40)};
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-31T23:59:59.999999Z").tops_up(10_usd).at("2026-02-02").tops_up(10_usd);
  const auto lots = run(w).all<lot_event>();
  REQUIRE(lots.size() == 2);
  CHECK(lots[0].created > when("2026-02-01"));
  CHECK(lots[0].amount == 500_cr);
  CHECK(lots[1].amount == 400_cr);
}

TEST_CASE("auto-recharge is looked at when a version takes effect", "[R7.3][R10.2]") {
  world_builder w;
  w.catalog().top_ups.minimum = 50_usd;
  w.version("2026-02-01").top_ups.minimum = 10_usd;
  recharge_terms terms;
  terms.threshold = 100_cr;
  terms.amount = asked_amount(20_usd);
  w.account("acme").pays_by(good_card()).recharges(terms);
  const verdict said = run(w);
  CHECK(said.all<recharge_failed_event>().size() == 1);
  CHECK(said.times<charge_event>() == std::vector{when("2026-02-01")});
}

TEST_CASE("tiers go on through a new version, and count what was used while the price was flat",
          "[R7.2][R7.3]") {
  world_builder w;
  w.version("2026-01-10").meters[0].price =
      graduated_price{{{100'000'000, per_unit(2_cr)}, {std::nullopt, per_unit(1_cr)}}};
  w.version("2026-01-20").meters[0].price =
      graduated_price{{{150'000'000, per_unit(4_cr)}, {std::nullopt, per_unit(3_cr)}}};
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10000_cr));
  acme.at("2026-01-05").uses(90).at("2026-01-12").uses(20).at("2026-01-22").uses(50).at("2026-02-01").uses(1);
  CHECK(prices_of(run(w)) == prices{{90_cr, 0}, {30_cr, 1}, {190_cr, 2}, {4_cr, 2}});
}

TEST_CASE("a hold is priced by the version of when it was placed, and so is what is captured of it",
          "[R6.1][R7.3]") {
  world_builder w;
  w.settings().capture_overrun = overrun::debit;
  w.version("2026-01-06").meters[0].price = per_unit(5_cr);
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 1000_cr));
  hold_command ten_units;
  ten_units.meter = 0;
  ten_units.quantity = 10'000'000;
  acme.at("2026-01-05").holds("before", ten_units).at("2026-01-06").holds("after", ten_units);
  acme.at("2026-01-07").does(capture_command{w.key("before"), metered_quantity{0, 12'000'000}, false});
  const verdict said = run(w);
  CHECK(said.all<hold_event>().at(0).amount == 10_cr);
  CHECK(said.all<hold_event>().at(1).amount == 50_cr);
  CHECK(said.all<capture_event>().at(0).amount == 10_cr);
  CHECK(prices_of(said) == prices{{2_cr, 0}});
}

TEST_CASE("a repeated usage shows the version that priced it first", "[R4.3][R7.3]") {
  world_builder w;
  w.version("2026-01-06").meters[0].price = per_unit(5_cr);
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 1000_cr));
  acme.at("2026-01-05").uses(10).keyed("once").at("2026-01-07").uses(10).keyed("once");
  acme.uses(11).keyed("once");
  const verdict said = run(w);
  CHECK(prices_of(said) == prices{{10_cr, 0}, {10_cr, 0}, {0_cr, 1}});
  CHECK(said.usage_outcomes() == results{outcome::charged, outcome::charged, outcome::idempotency_conflict});
}

}  // namespace
}  // namespace drawdown::test
