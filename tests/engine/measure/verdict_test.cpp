#include "engine/measure/verdict.hpp"

#include <algorithm>
#include <functional>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/draws/stream.hpp"
#include "engine/units/error.hpp"

using namespace drawdown;
using namespace drawdown::measurement;

namespace {

std::vector<double> any_samples(std::size_t count) {
  std::vector<double> samples(count);
  std::ranges::generate(samples, [] { return *rc::gen::inRange(1, 1000) / 7.0; });
  return samples;
}

// Times as a busy machine gives them: most within 4 % of each other, one in eight up to half as long again,
// and all of them slower from time to time, in A and B alike.
class noisy_machine {
 public:
  explicit noisy_machine(std::uint64_t attempt) : draws_(attempt, draw_stream::resampling) {}

  double time(std::string_view of, double true_time, std::uint64_t repetition) const {
    const std::uint64_t who = entity_of(of);
    const double jitter = part({who, repetition, 0}) * 0.04;
    const double disturbed =
        draws_.chance(125'000, {who, repetition, 1}) ? part({who, repetition, 2}) / 2 : 0;
    const double drift = draws_.chance(300'000, {entity_of("drift"), repetition / 4, 0}) ? 0.15 : 0;
    return true_time * (1 + jitter + disturbed) * (1 + drift);
  }

 private:
  double part(const draw_place& at) const {
    return static_cast<double>(draws_.uniform_below(1'000'000, at)) / 1e6;
  }
  stream draws_;
};

verdict of_attempt(std::uint64_t attempt, double slowdown) {
  const noisy_machine machine(attempt);
  std::vector<double> a;
  std::vector<double> b;
  for (std::uint64_t i = 0; i < 15; ++i) {
    a.push_back(machine.time("a", 60, i));
    b.push_back(machine.time("b", 60 * slowdown, i));
  }
  return judge(estimate_ratio(a, b, pairing::paired, "debit", {0.99, 1000, attempt}), 0.05);
}

constexpr int attempts = 100;
int count_of(verdict wanted, double slowdown) {
  int seen = 0;
  for (int i = 0; i < attempts; ++i)
    if (of_attempt(static_cast<std::uint64_t>(i), slowdown) == wanted) ++seen;
  return seen;
}

}  // namespace

TEST_CASE("the median is the middle, and between two middles half way") {
  CHECK(median_of(std::vector<double>{3, 1, 2}) == 2);
  CHECK(median_of(std::vector<double>{4, 1, 2, 3}) == 2.5);
  CHECK(median_of(std::vector<double>{7}) == 7);
}

TEST_CASE("the same samples give the same interval, and another name draws anew") {
  const std::vector<double> a{60, 61, 63, 60.5, 64, 62, 75};
  const std::vector<double> b{66, 62, 63, 64.5, 64, 69, 70};
  const ratio_estimate first = estimate_ratio(a, b, pairing::apart, "debit");
  CHECK(first == estimate_ratio(a, b, pairing::apart, "debit"));
  CHECK(first.ratio == 64.5 / 62);
  CHECK(first.confident.low == Approx(62.0 / 75).margin(0.12));
  CHECK_FALSE(first == estimate_ratio(a, b, pairing::apart, "hold", {0.6, 50, 1}));
}

TEST_CASE(
    "an interval holds the ratio of samples that repeat, and lies between the extremes of the samples") {
  REQUIRE(rc::check([] {
    const auto count = *rc::gen::inRange<std::size_t>(1, 30);
    const std::vector<double> a = any_samples(count);
    const std::vector<double> b = any_samples(count);
    const auto how = *rc::gen::element(pairing::apart, pairing::paired);
    const ratio_estimate seen = estimate_ratio(a, b, how, "any", {0.9, 200, 3});
    const auto [least_a, most_a] = std::ranges::minmax(a);
    const auto [least_b, most_b] = std::ranges::minmax(b);
    RC_ASSERT(seen.confident.low <= seen.confident.high);
    RC_ASSERT(seen.confident.low >= least_b / most_a);
    RC_ASSERT(seen.confident.high <= most_b / least_a);
    const ratio_estimate alike = estimate_ratio(a, a, pairing::paired, "any", {0.9, 200, 3});
    RC_ASSERT(alike == (ratio_estimate{1, {1, 1}}));
  }));
}

TEST_CASE("drift that hits both of a pair does not widen the interval of pairs") {
  std::vector<double> a;
  std::vector<double> b;
  for (int i = 0; i < 20; ++i) {
    a.push_back(60 * (1 + i / 10.0));
    b.push_back(66 * (1 + i / 10.0));
  }
  const interval paired = estimate_ratio(a, b, pairing::paired, "debit").confident;
  const interval apart = estimate_ratio(a, b, pairing::apart, "debit").confident;
  CHECK(paired.low == Approx(1.1));
  CHECK(paired.high == Approx(1.1));
  CHECK(apart.high - apart.low > 0.5);
}

TEST_CASE("samples that cannot be judged are a defect of who asks") {
  const std::vector<double> some{1, 2};
  CHECK_THROWS_AS(estimate_ratio({}, some, pairing::apart, "x"), defect);
  CHECK_THROWS_AS(estimate_ratio(some, std::vector<double>{1}, pairing::paired, "x"), defect);
  CHECK_THROWS_AS(estimate_ratio(some, some, pairing::apart, "x", {1, 10, 1}), defect);
}

TEST_CASE("a verdict needs the interval to bear it out") {
  CHECK(judge({1.20, {1.15, 1.25}}, 0.05) == verdict::regressed);
  CHECK(judge({1.06, {1.01, 1.15}}, 0.05) == verdict::regressed);
  CHECK(judge({1.06, {0.99, 1.15}}, 0.05) == verdict::inconclusive);
  CHECK(judge({1.04, {1.01, 1.08}}, 0.05) == verdict::inconclusive);
  CHECK(judge({1.04, {1.01, 1.05}}, 0.05) == verdict::unchanged);
  CHECK(judge({1.00, {0.96, 1.04}}, 0.05) == verdict::unchanged);
  CHECK(judge({1.00, {0.80, 1.30}}, 0.05) == verdict::inconclusive);
  CHECK(judge({0.90, {0.85, 0.97}}, 0.05) == verdict::improved);
  CHECK(judge({1.20, {1.15, 1.25}}, 0.25) == verdict::unchanged);
  CHECK(judge({1.00, {1.00, 1.00}}, 0) == verdict::unchanged);
}

TEST_CASE("B against A is the mirror of A against B") {
  REQUIRE(rc::check([] {
    const double low = *rc::gen::inRange(500, 1500) / 1000.0;
    const double ratio = low + *rc::gen::inRange(1, 300) / 1000.0;
    const double high = ratio + *rc::gen::inRange(1, 300) / 1000.0;
    const ratio_estimate seen{ratio, {low, high}};
    const verdict there = judge(seen, 0.0503);  // no bound that a thousandth falls on
    const verdict back = judge(inverted(seen), 0.0503);
    if (there == verdict::regressed) RC_ASSERT(back == verdict::improved);
    if (there == verdict::improved) RC_ASSERT(back == verdict::regressed);
    if (there == verdict::unchanged || there == verdict::inconclusive) RC_ASSERT(back == there);
  }));
}

TEST_CASE("on a noisy machine 20 % is called regressed in 9 of 10 tries, and no change in at most 1 of 20") {
  CHECK(count_of(verdict::regressed, 1.2) >= attempts * 9 / 10);
  CHECK(count_of(verdict::improved, 1 / 1.2) >= attempts * 9 / 10);
  CHECK(count_of(verdict::regressed, 1.0) <= attempts / 20);
  CHECK(count_of(verdict::improved, 1.0) <= attempts / 20);
  CHECK(count_of(verdict::unchanged, 1.0) >= attempts / 2);
}
