#include <algorithm>
#include <numeric>
#include <set>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "shop.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {
using results = std::vector<outcome>;
const auto charged = outcome::charged;
}  // namespace

TEST_CASE("a price goes by the value that the usage names", "[R7.2]") {
  shop s(price_by_value{"quality", {{"fast", half_a_credit}, {"premium", {2'500'000, 1}}}});
  s.uses(3 * unit, 1, 0).uses(3 * unit, 1, 1).uses(3 * unit, 4, 1);
  const verdict said = judge(s.w);
  CHECK(costs_of<usage_event>(said) == amounts{1.5_cr, 7.5_cr, 30_cr});
  const usage_event last = said.all<usage_event>().at(2);
  CHECK(last.quantity == 3 * unit);
  CHECK(last.times == 4);
  CHECK(last.value == 1);
}

TEST_CASE("a value that the meter does not know is a defect", "[R7.2]") {
  shop s(price_by_value{"quality", {{"fast", half_a_credit}}});
  SECTION("one beyond the last") {
    s.uses(unit, 1, 1);
  }
  SECTION("none") {
    s.uses(unit);
  }
  CHECK_THROWS_AS(judge(s.w), defect);
}

TEST_CASE("each part of a graduated usage has the price of its tier, and the bound belongs to it", "[R7.2]") {
  shop s = shop_of_graduated();
  SECTION("in one usage") {
    CHECK(costs(s.uses(100 * unit)) == amounts{100_cr});
  }
  SECTION("one beyond the bound") {
    CHECK(costs(s.uses(101 * unit)) == amounts{100.5_cr});
  }
  SECTION("through all tiers") {
    CHECK(costs(s.uses(160 * unit)) == amounts{126_cr});
  }
  SECTION("in several usages") {
    s.uses(99 * unit).uses(unit).uses(unit).uses(50 * unit).uses(10 * unit);
    CHECK(costs(s) == amounts{99_cr, 1_cr, 0.5_cr, 24.6_cr, 1_cr});
  }
  SECTION("a millionth around the bound") {
    s.uses(100 * unit - 1).uses(2).uses(1);
    CHECK(costs(s) == amounts{99.999999_cr, 0.000002_cr, 0.000001_cr});
  }
}

TEST_CASE("the parts of a graduated price are rounded together, once", "[R7.2][R1.4]") {
  shop s(graduated_price{{{unit, {1, 3}}, {3 * unit, {1, 6}}, {{}, {5, 4}}}});
  s.uses(2 * unit).uses(2 * unit).uses(2 * unit);
  CHECK(costs(s) == amounts{0.000001_cr, 0.000002_cr, 0.000003_cr});  // 1/2, 17/12 and 5/2 millionths
  s.w.settings().usage_rounding = rounding::half_even;
  CHECK(costs(s) == amounts{0_cr, 0.000001_cr, 0.000002_cr});
  s.w.settings().usage_rounding = rounding::half_up;
  CHECK(costs(s) == amounts{0.000001_cr, 0.000001_cr, 0.000003_cr});
  s.w.settings().usage_rounding = rounding::up;
  s.w.settings().credit_decimals = 2;
  CHECK(costs(s) == amounts{0.01_cr, 0.01_cr, 0.01_cr});
}

TEST_CASE("a volume price is that of the tier which the total reaches, for the whole usage", "[R7.2]") {
  shop s = shop_of_volume();
  SECTION("the bound belongs to the tier") {
    CHECK(costs(s.uses(100 * unit).uses(unit)) == amounts{100_cr, 0.5_cr});
  }
  SECTION("what passes the bound is cheaper as a whole") {
    CHECK(costs(s.uses(90 * unit).uses(11 * unit)) == amounts{90_cr, 5.5_cr});
    CHECK(costs(shop_of_volume().uses(101 * unit)) == amounts{50.5_cr});
  }
  SECTION("nothing used does not reach a tier") {
    CHECK(costs(s.uses(100 * unit).uses(0).uses(0, 7)) == amounts{100_cr, 0_cr, 0_cr});
  }
}

TEST_CASE("a package is paid by the usage that begins it", "[R7.2]") {
  shop s = shop_of_packages();
  SECTION("and the usage that fills it up costs nothing") {
    s.uses(1).uses(100 * unit - 1).uses(1).uses(250 * unit).uses(50 * unit - 1).uses(1);
    CHECK(costs(s) == amounts{5_cr, 0_cr, 5_cr, 10_cr, 0_cr, 5_cr});
  }
  SECTION("nothing used begins none") {
    CHECK(costs(s.uses(0).uses(0, 3).uses(200 * unit)) == amounts{0_cr, 0_cr, 10_cr});
  }
  SECTION("its price is that of a package, whatever the meter measures") {
    s.meter().per = measure::hour;
    CHECK(costs(s.uses(100 * unit)) == amounts{5_cr});
  }
}

TEST_CASE("the billed quantity is what `times` multiplies, and what counts", "[R7.1][R7.2]") {
  shop s(graduated_price{{{6 * minute, one_credit}, {{}, half_a_credit}}}, measure::minute);
  s.meter().increment = minute;
  s.meter().minimum = 2 * minute;
  SECTION("raised to the minimum") {
    CHECK(costs(s.uses(1).uses(1).uses(1).uses(1)) == amounts{2_cr, 2_cr, 2_cr, 1_cr});
  }
  SECTION("rounded up to the increment, and only then multiplied") {
    CHECK(costs(s.uses(121'000'000, 3).uses(2 * minute)) == amounts{7.5_cr, 1_cr});
  }
  SECTION("nothing stays nothing") {
    CHECK(costs(s.uses(0, 5).uses(6 * minute)) == amounts{0_cr, 6_cr});
  }
}

TEST_CASE("flat prices know `times` too", "[R7.1]") {
  shop s(one_credit, measure::minute);
  s.meter().increment = minute;
  CHECK(costs(s.uses(61'000'000, 1).uses(61'000'000, 3)) == amounts{2_cr, 6_cr});
}

TEST_CASE("a price that goes by no total has none to pass", "[R7.2][R1.5]") {
  shop s(gratis);
  s.uses(INT64_MAX).uses(INT64_MAX);
  CHECK(judge(s.w).usage_outcomes() == results{charged, charged});
}

TEST_CASE("what can't be counted is refused, however it comes about", "[R7.1][R7.2][R1.5]") {
  shop s(one_credit);
  SECTION("by `times`") {
    s.uses(INT64_MAX / 2 + 1, 2).uses(INT64_MAX, INT64_MAX);
  }
  SECTION("by the increment, then `times`") {
    s.meter().increment = INT64_MAX - 1;
    s.uses(INT64_MAX, INT64_MAX);
  }
  SECTION("by the sum of tiers") {
    s.meter().price = graduated_price{{{unit, {INT64_MAX, 1}}, {{}, one_credit}}};
    s.uses(2 * unit);
  }
  SECTION("by a product of 64 bits and a factor that the tiers have in common") {
    s.meter().price = graduated_price{{{unit, {1, 999'983}}, {{}, {INT64_MAX, 1}}}};
    s.uses(INT64_MAX);
  }
  SECTION("by denominators that have nothing in common") {
    s.meter().price = graduated_price{{{unit, {1, INT64_MAX}}, {{}, {1, INT64_MAX - 1}}}};
    s.uses(2 * unit);
  }
  SECTION("by packages") {
    s.meter().price = package_price{1, {INT64_MAX, 1}};
    s.uses(2).uses(INT64_MAX);
  }
  for (const usage_event& e : judge(s.w).all<usage_event>()) {
    CHECK(e.result == outcome::amount_out_of_range);
    CHECK(e.amount == 0_cr);
  }
}

namespace {

// Usages of a few millionths, whose total passes a few bounds.
rc::Gen<std::vector<std::int64_t>> some_usages() {
  return rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::int64_t>(0, 9)));
}

// Two to four tiers with bounds of a few millionths. In whole credits per unit a millionth costs whole
// millionths: nothing is rounded.
std::vector<price_tier> some_tiers() {
  const auto some_bound = rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::int64_t>(1, 30));
  const std::set<std::int64_t> bounds{*some_bound, *some_bound, *some_bound};
  const auto some_price = [] { return unit_price{*rc::gen::inRange<std::int64_t>(0, 9) * 1'000'000, 1}; };
  std::vector<price_tier> tiers;
  for (const std::int64_t bound : bounds) tiers.push_back({bound, some_price()});
  tiers.push_back({std::nullopt, some_price()});
  return tiers;
}

credits total_cost(const price_form& price, const std::vector<std::int64_t>& usages) {
  shop s(price);
  for (const std::int64_t quantity : usages) s.uses(quantity);
  credits total;
  for (const credits cost : costs(s)) total += cost;
  return total;
}

}  // namespace

TEST_CASE("a graduated price does not depend on how usage is cut", "[R7.2][property]") {
  REQUIRE(rc::check("of any usages, of their sum at once, and of every millionth alone", [] {
    const std::vector<price_tier> tiers = some_tiers();
    const auto usages = *some_usages();
    const std::int64_t sum = std::accumulate(usages.begin(), usages.end(), std::int64_t{0});
    credits by_millionth;
    for (std::int64_t nth = 1; nth <= sum; ++nth) {
      const auto tier = std::find_if(tiers.begin(), tiers.end(),
                                     [&](const price_tier& t) { return !t.up_to || nth <= *t.up_to; });
      by_millionth += credits::from_micro(tier->price.numerator_micro / 1'000'000);
    }
    const credits total = total_cost(graduated_price{tiers}, usages);
    RC_ASSERT(total == total_cost(graduated_price{tiers}, {sum}));
    RC_ASSERT(total == by_millionth);
  }));
}

TEST_CASE("the number of packages does not depend on how usage is cut", "[R7.2][property]") {
  REQUIRE(rc::check("of any usages, of their sum at once, and counted one by one", [] {
    const package_price price{*rc::gen::inRange<std::int64_t>(1, 20), {7'000'000, 1}};
    const auto usages = *some_usages();
    const std::int64_t sum = std::accumulate(usages.begin(), usages.end(), std::int64_t{0});
    credits one_by_one;
    for (std::int64_t begun = 0; begun < sum; begun += price.size) one_by_one += 7_cr;
    const credits total = total_cost(price, usages);
    RC_ASSERT(total == total_cost(price, {sum}));
    RC_ASSERT(total == one_by_one);
  }));
}

TEST_CASE("a volume price goes by the total alone", "[R7.2][property]") {
  REQUIRE(rc::check("each usage costs what its quantity costs in the tier of the total", [] {
    const std::vector<price_tier> tiers = some_tiers();
    const auto usages = *some_usages();
    shop s(volume_price{tiers});
    amounts expected;
    std::int64_t total = 0;
    for (const std::int64_t quantity : usages) {
      s.uses(quantity);
      total += quantity;
      const auto beyond = std::count_if(tiers.begin(), tiers.end(),
                                        [&](const price_tier& t) { return t.up_to && *t.up_to < total; });
      const unit_price price = tiers[static_cast<std::size_t>(beyond)].price;
      expected.push_back(credits::from_micro(quantity * price.numerator_micro / 1'000'000));
    }
    RC_ASSERT(costs(s) == expected);
  }));
}
