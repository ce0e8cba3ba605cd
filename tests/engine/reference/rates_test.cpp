#include "engine/reference/rates.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;
using reference::credits_for;
using reference::price_of;

namespace {

// 50 credits a dollar up to 1000, then 60, and 100 beyond 4000.
std::vector<rate_step> cheaper_by_the_thousand() {
  return {{0_cr, {1_usd, 50_cr}}, {1000_cr, {1_usd, 60_cr}}, {4000_cr, {1_usd, 100_cr}}};
}

world_builder selling(std::vector<rate_step> rates) {
  world_builder w;
  w.catalog().top_ups.rates = std::move(rates);
  return w;
}

std::vector<credits> brought(const verdict& said) {
  std::vector<credits> found;
  for (const charge_event& e : said.all<charge_event>()) found.push_back(e.brings);
  return found;
}
std::vector<money> charged(const verdict& said) {
  std::vector<money> found;
  for (const charge_event& e : said.all<charge_event>()) found.push_back(e.amount);
  return found;
}

// Rates that may be anything; and such as get cheaper from step to step.
catalog any_rates() {
  catalog sold;
  credits from;
  for (int n = *rc::gen::inRange(1, 5); n > 0; --n) {
    const auto price = money::from_minor(*rc::gen::inRange(1, 1000));
    const auto brings = credits::from_micro(*rc::gen::inRange<std::int64_t>(1, 400'000'000));
    sold.top_ups.rates.push_back({from, {price, brings}});
    from += credits::from_micro(*rc::gen::inRange<std::int64_t>(1, 5'000'000'000));
  }
  return sold;
}
catalog cheaper_rates() {
  catalog sold = any_rates();
  const auto is_dearer = [](const rate_step& a, const rate_step& b) {
    return a.rate.price.minor() * b.rate.brings.micro() > b.rate.price.minor() * a.rate.brings.micro();
  };
  auto& steps = sold.top_ups.rates;
  std::vector<rate_step> by_price = steps;
  std::stable_sort(by_price.begin(), by_price.end(), is_dearer);
  for (std::size_t i = 0; i < steps.size(); ++i) steps[i].rate = by_price[i].rate;
  return sold;
}
settings any_rounding() {
  settings rules;
  rules.credit_decimals = *rc::gen::element(6, 2, 0);
  rules.grant_rounding =
      *rc::gen::element(rounding::down, rounding::up, rounding::half_up, rounding::half_even);
  rules.money_rounding = rules.grant_rounding;
  return rules;
}
money some_money() {
  return money::from_minor(*rc::gen::inRange<std::int64_t>(0, 2'000'000));
}

}  // namespace

TEST_CASE("each part of a purchase has the rate of the step that it falls into", "[R9.1]") {
  world_builder w = selling(cheaper_by_the_thousand());
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(10_usd).tops_up(20_usd).tops_up(50_usd).tops_up(80_usd);
  acme.tops_up(1000_cr).tops_up(1060_cr).tops_up(5000_cr);
  const verdict said = judge(w);
  CHECK(brought(said) == std::vector{500_cr, 1000_cr, 2800_cr, 5000_cr, 1000_cr, 1060_cr, 5000_cr});
  CHECK(charged(said) == std::vector{10_usd, 20_usd, 50_usd, 80_usd, 20_usd, 21_usd, 80_usd});
}

TEST_CASE("credit and money are rounded once, over all steps together", "[R9.1][R1.4]") {
  catalog sold;
  sold.top_ups.rates = {{0_cr, {1_cents, 3_cr}}, {1_cr, {1_cents, 7_cr}}};
  // A third of a cent is gone for the first credit; 2/3 x 7 is 4.666666….
  CHECK(credits_for(sold, 1_cents, {}) == 5.666666_cr);
  settings whole;
  whole.credit_decimals = 0;
  CHECK(credits_for(sold, 1_cents, whole) == 5_cr);
  // 1/3 + 8.166666…/7 = 1.5 exactly.
  sold.top_ups.rates[1].rate = {1_cents, 6_cr};
  CHECK(price_of(sold, 8_cr, rounding::half_even) == 2_cents);
  CHECK(price_of(sold, 8_cr, rounding::down) == 1_cents);
  CHECK(price_of(sold, 8_cr, rounding::half_up) == 2_cents);
}

TEST_CASE("one step is a rate of its own for purchases", "[R9.1]") {
  world_builder w = selling({{0_cr, {1_usd, 40_cr}}});
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(10_usd);
  CHECK(brought(judge(w)) == std::vector{400_cr});
}

TEST_CASE("what can't be counted is out of range", "[R9.1][R1.5]") {
  catalog sold;
  sold.top_ups.rates = {{0_cr, {1_usd, 50_cr}}, {1000_cr, {1_cents, credits::largest()}}};
  CHECK_FALSE(credits_for(sold, 21_usd, {}).has_value());
  CHECK(credits_for(sold, 20_usd, {}) == 1000_cr);
  sold.top_ups.rates[1].rate = {money::from_minor(INT64_MAX), 1_cr};
  CHECK_FALSE(price_of(sold, 2000_cr, rounding::down).has_value());
  CHECK(price_of(sold, 1000_cr, rounding::down) == 20_usd);
}

TEST_CASE("recharges buy by the same steps: an amount, packs, what is missing to a target", "[R9.1][R10.2]") {
  const auto first_charge = [](const recharge_terms& terms) {
    world_builder w = selling(cheaper_by_the_thousand());
    w.account("acme").pays_by(good_card()).recharges(terms);
    return judge(w).all<charge_event>().at(0);
  };
  recharge_terms terms;
  terms.threshold = 2000_cr;
  terms.amount = 30_usd;
  CHECK(first_charge(terms).brings == 1600_cr);
  terms.amount.reset();
  terms.target = 2800_cr;
  CHECK(first_charge(terms).amount == 50_usd);
  terms.target.reset();
  terms.pack = 12_usd;  // 24 bring 1240, 36 bring 1960, 48 bring 2680
  CHECK(first_charge(terms).amount == 48_usd);
}

TEST_CASE("an estimate offers the least money whose credit is enough", "[R9.1][R7.4]") {
  world_builder w = selling(cheaper_by_the_thousand());
  auto acme = w.account("acme").pays_by(good_card());
  estimate_command asked;
  asked.activities.push_back({0, 1060'000'000});
  acme.at("2026-01-05").does(asked);
  const auto told = judge(w).all<estimate_event>().at(0);
  CHECK(told.missing == 1060_cr);
  CHECK(told.offer == 21_usd);
  CHECK(told.brings == 1060_cr);
}

TEST_CASE("the money behind a lot is what was paid for it", "[R9.1][R9.5]") {
  world_builder w = selling(cheaper_by_the_thousand());
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(50_usd).keyed("buy");
  acme.at("2026-01-06").does(refund_payment_command{w.key("buy"), 1400_cr});
  CHECK(judge(w).all<payment_refund_event>().at(0).given_back == 25_usd);
}

TEST_CASE("more money never brings less, more credit never costs less", "[R9.1][property]") {
  REQUIRE(rc::check([] {
    const catalog sold = any_rates();
    const settings rules = any_rounding();
    const money less = some_money();
    const money more = less + some_money();
    RC_ASSERT(*credits_for(sold, less, rules) <= *credits_for(sold, more, rules));
    const credits few = credits::from_micro(less.minor() * 5000);
    const credits many = credits::from_micro(more.minor() * 5000);
    RC_ASSERT(*price_of(sold, few, rules.money_rounding) <= *price_of(sold, many, rules.money_rounding));
  }));
}

TEST_CASE("price and credit are inverse of each other within one unit", "[R9.1][R1.4][property]") {
  REQUIRE(rc::check([] {
    const catalog sold = any_rates();
    settings rules = any_rounding();
    rules.grant_rounding = rounding::down;
    const money paid = some_money();
    const credits brings = *credits_for(sold, paid, rules);
    std::int64_t step = 1;
    for (int place = rules.credit_decimals; place < credits::decimals; ++place) step *= 10;
    // What was bought costs no more than was paid; a little more would have cost more.
    RC_ASSERT(*price_of(sold, brings, rounding::up) <= paid);
    RC_ASSERT(*price_of(sold, brings + credits::from_micro(step), rounding::up) > paid);
    // R10.2: money that is rounded up covers the credit, and the next lower does not.
    const money price = *price_of(sold, brings, rounding::up);
    RC_ASSERT(*credits_for(sold, price, rules) >= brings);
    if (price > money{}) RC_ASSERT(*credits_for(sold, money::from_minor(price.minor() - 1), rules) < brings);
  }));
}

TEST_CASE("where more is cheaper a purchase never brings more in two parts", "[R9.1][property]") {
  REQUIRE(rc::check([] {
    const catalog sold = cheaper_rates();
    settings rules = any_rounding();
    rules.grant_rounding = rounding::down;
    const money one = some_money();
    const money other = some_money();
    RC_ASSERT(*credits_for(sold, one, rules) + *credits_for(sold, other, rules) <=
              *credits_for(sold, one + other, rules));
  }));
}

TEST_CASE("steps of one rate are that rate", "[R9.1][R1.3][property]") {
  REQUIRE(rc::check([] {
    catalog sold = any_rates();
    const credit_rate rate = sold.top_ups.rates.front().rate;
    for (rate_step& step : sold.top_ups.rates) step.rate = rate;
    const settings rules = any_rounding();
    const money paid = some_money();
    const credits brings = *credits_for(sold, paid, rules);
    RC_ASSERT(brings ==
              drawdown::credits_for(paid, rate, rules.grant_rounding, rules.credit_decimals).value());
    RC_ASSERT(*price_of(sold, brings, rules.money_rounding) ==
              drawdown::price_of(brings, rate, rules.money_rounding).value());
  }));
}
