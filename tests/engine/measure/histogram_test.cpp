#include "engine/measure/histogram.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/units/error.hpp"

using namespace drawdown;
using namespace drawdown::measurement;

namespace {

// Of any size: as many below a thousand as near the largest number.
std::uint64_t any_latency() {
  const auto bits = *rc::gen::inRange<unsigned>(0, 64);
  return *rc::gen::arbitrary<std::uint64_t>() >> bits;
}

std::vector<std::uint64_t> any_latencies(std::size_t most) {
  std::vector<std::uint64_t> values(*rc::gen::inRange<std::size_t>(0, most));
  std::ranges::generate(values, any_latency);
  return values;
}

histogram of(const std::vector<std::uint64_t>& values) {
  histogram made;
  for (const std::uint64_t value : values) made.record(value);
  return made;
}

histogram merged(histogram a, const histogram& b) {
  a.merge(b);
  return a;
}

}  // namespace

TEST_CASE("what is told of a value is not below it, and above it by less than one part in 1024") {
  REQUIRE(rc::check([] {
    const std::uint64_t value = any_latency();
    histogram seen;
    seen.record(value, 21);
    seen.record(UINT64_MAX, 20);  // else the largest value would be told exactly
    const std::uint64_t told = seen.percentile(p50).value();
    RC_ASSERT(told >= value);
    RC_ASSERT(told - value <= value / 1024);
  }));
}

TEST_CASE("a percentile is within the bound of the same rank among the sorted values") {
  REQUIRE(rc::check([] {
    std::vector<std::uint64_t> values = any_latencies(300);
    const share at{*rc::gen::inRange<std::uint32_t>(0, 1'000'001)};
    const std::optional<std::uint64_t> told = of(values).percentile(at);
    const std::uint64_t rank = (values.size() * std::uint64_t{at.parts_per_million} + 999'999) / 1'000'000;
    const bool is_supported = rank > 10 && values.size() - rank >= 10;
    RC_ASSERT(told.has_value() == is_supported);
    if (!told) return;
    std::ranges::sort(values);
    const std::uint64_t exact = values[rank - 1];
    RC_ASSERT(*told >= exact);
    RC_ASSERT(*told - exact <= exact / 1024);
    RC_ASSERT(*told <= values.back());
  }));
}

TEST_CASE("values up to 2047 are told exactly, whatever the percentile") {
  std::vector<std::uint64_t> values(2048);
  std::iota(values.begin(), values.end(), 0);
  const histogram seen = of(values);
  CHECK(seen.percentile(p50) == 1023);
  CHECK(seen.percentile(p90) == 1843);
  CHECK(seen.percentile(p99) == 2027);
}

TEST_CASE("merging is associative and commutative, and comes to what one histogram would have counted") {
  REQUIRE(rc::check([] {
    const std::vector<std::uint64_t> first = any_latencies(20);
    const std::vector<std::uint64_t> second = any_latencies(20);
    const std::vector<std::uint64_t> third = any_latencies(20);
    const histogram a = of(first);
    const histogram b = of(second);
    const histogram c = of(third);
    RC_ASSERT(merged(a, b) == merged(b, a));
    RC_ASSERT(merged(merged(a, b), c) == merged(a, merged(b, c)));
    RC_ASSERT(merged(a, histogram()) == a);
    std::vector<std::uint64_t> all = first;
    all.insert(all.end(), second.begin(), second.end());
    RC_ASSERT(merged(a, b) == of(all));
  }));
}

TEST_CASE("count, least, largest and mean are exact, also of the largest numbers") {
  histogram seen;
  CHECK(seen.count() == 0);
  CHECK_FALSE(seen.min());
  CHECK_FALSE(seen.max());
  CHECK_FALSE(seen.mean());
  seen.record(5000);
  seen.record(1001, 3);
  seen.record(7, 0);  // never came
  CHECK(seen.count() == 4);
  CHECK(seen.min() == 1001);
  CHECK(seen.max() == 5000);
  CHECK(seen.mean() == 2000.75);
  histogram large;
  large.record(UINT64_MAX, 4);
  CHECK(large.mean() == 18446744073709551615.0);
  CHECK(large.max() == UINT64_MAX);
}

TEST_CASE("no percentile is told that fewer than ten values lie beyond") {
  struct limit {
    share at;
    std::uint64_t needed;
  };
  const std::array<limit, 5> limits{{{p50, 21}, {p90, 100}, {p99, 1000}, {p99_9, 10'000}, {p99_99, 100'000}}};
  for (const limit& each : limits) {
    histogram seen;
    seen.record(3, each.needed - 1);
    INFO(each.at.parts_per_million);
    CHECK_FALSE(seen.percentile(each.at));
    seen.record(3);
    CHECK(seen.percentile(each.at) == 3);
  }
  histogram many;
  many.record(3, 1'000'000'000);
  CHECK_FALSE(many.percentile({1'000'000}));  // that is the maximum, and beyond it there is nothing
  CHECK_FALSE(many.percentile({0}));
  CHECK_THROWS_AS(many.percentile({1'000'001}), defect);
}
