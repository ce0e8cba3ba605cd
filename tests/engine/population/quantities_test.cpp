// How much one usage is: the same on every machine, and by its distribution (R14.7).
#include "engine/population/quantities.hpp"

#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/draws/stream.hpp"
#include "engine/population/tables.hpp"

using namespace drawdown;
using namespace drawdown::population;

namespace {

constexpr std::int64_t one = std::int64_t{1} << 32U;
constexpr std::int64_t minute = 60'000'000;

std::uint64_t word(std::uint64_t n) {
  return stream(1, draw_stream::agent_usage).bits({.entity = 7, .index = n, .draw = 0});
}

}  // namespace

TEST_CASE("the normal distribution has its known quantiles", "[R14.7]") {
  CHECK(normal_table.front() == 0);      // a half lies further out on that side than nothing
  CHECK(normal_of_95 == 7'064'592'534);  // 1.6448536270 * 2^32
  CHECK(normal_table[normal_per_doubling] == 2'896'911'419);  // of a quarter: 0.6744897502 * 2^32
  CHECK(std::is_sorted(normal_table.begin(), normal_table.end()));
}

TEST_CASE("a normal value is as far on one side as on the other, by the first of its bits") {
  REQUIRE(rc::check([] {
    const auto bits = *rc::gen::inRange<std::uint64_t>(0, std::uint64_t{1} << 63U);
    const std::int64_t below = normal(bits);
    RC_ASSERT(below <= 0);
    RC_ASSERT(normal(bits | std::uint64_t{1} << 63U) == -below);
    RC_ASSERT(below >= -7 * one);
  }));
}

TEST_CASE("of many normal values the mean is near zero and two thirds are within one") {
  std::int64_t sum = 0;
  int within = 0;
  constexpr int count = 20'000;
  for (int i = 0; i < count; ++i) {
    const std::int64_t drawn = normal(word(static_cast<std::uint64_t>(i)));
    sum += drawn / 1024;
    within += std::abs(drawn) <= one ? 1 : 0;
  }
  CHECK(std::abs(sum * 1024 / count) < one / 50);  // three deviations of the mean are 0.021
  CHECK(within > 0.672 * count);                   // 68.27%
  CHECK(within < 0.693 * count);
}

TEST_CASE("half of lognormal quantities are at most the median, 95 of 100 at most the other figure") {
  int below_median = 0;
  int below_p95 = 0;
  constexpr int count = 20'000;
  for (int i = 0; i < count; ++i) {
    const std::int64_t drawn = lognormal(3 * minute, 11 * minute, word(static_cast<std::uint64_t>(i)));
    CHECK(drawn > 0);
    below_median += drawn <= 3 * minute ? 1 : 0;
    below_p95 += drawn <= 11 * minute ? 1 : 0;
  }
  CHECK(below_median > 0.489 * count);
  CHECK(below_median < 0.511 * count);
  CHECK(below_p95 > 0.9454 * count);
  CHECK(below_p95 < 0.9546 * count);
}

TEST_CASE("what is drawn of the lognormal distribution is the same in every build, for good", "[R14.7]") {
  std::vector<std::int64_t> drawn;
  for (std::uint64_t i = 0; i < 4; ++i) drawn.push_back(lognormal(3 * minute, 11 * minute, word(i)));
  CHECK(drawn == std::vector<std::int64_t>{132'579'018, 58'589'035, 120'690'396, 156'631'051});
}

TEST_CASE("a lognormal quantity of one value is always that, but for one part in 10 000") {
  for (std::uint64_t i = 0; i < 100; ++i) {
    const std::int64_t drawn = lognormal(3 * minute, 3 * minute, word(i));
    CHECK(std::abs(drawn - 3 * minute) <= 3 * minute / 10'000);
  }
}

TEST_CASE("quantities are whole grains, at least one, and within their bounds") {
  REQUIRE(rc::check([] {
    const auto grain = *rc::gen::inRange<std::int64_t>(1, 5'000'000);
    const auto least = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    const auto most = least + *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    const auto bits = *rc::gen::arbitrary<std::uint64_t>();
    const std::int64_t drawn = quantity_of({drawn_quantity::law::uniform, least, most, grain}, bits);
    RC_ASSERT(drawn >= grain);
    RC_ASSERT(drawn % grain == 0);
    RC_ASSERT(drawn >= least - grain / 2 || drawn == grain);
    RC_ASSERT(drawn <= std::max(most + grain / 2, grain));
  }));
}

TEST_CASE("a fixed quantity is what it is, whatever is drawn") {
  CHECK(quantity_of({drawn_quantity::law::fixed, 1'500'000, 1'500'000, 1'000'000}, 12345) == 1'500'000);
  CHECK(quantity_of({drawn_quantity::law::fixed, 0, 0, 1'000'000}, 12345) == 0);
}
