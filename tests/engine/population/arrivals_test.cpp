// How arrivals follow each other: the same on every machine, and by their distributions (R14.7).
#include "engine/population/arrivals.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/draws/stream.hpp"
#include "engine/population/fixed_point.hpp"

using namespace drawdown;
using namespace drawdown::population;

namespace {

constexpr std::uint64_t one = std::uint64_t{1} << 32U;

// The n-th of many random words.
std::uint64_t word(std::uint64_t n) {
  return stream(1, draw_stream::agent_usage).bits({.entity = 7, .index = n, .draw = 0});
}

}  // namespace

TEST_CASE("logarithms of powers of two are exact, others are off by less than one part in 100 000") {
  for (unsigned bit = 0; bit < 64; ++bit)
    CHECK(binary_logarithm(std::uint64_t{1} << bit).bits == std::uint64_t{bit} << 32U);
  CHECK(binary_logarithm(3).bits == 6807362106);   // 1.5849625 * 2^32; 3 stands in the table
  const std::uint64_t of_a_million = 85605435163;  // 19.9315686 * 2^32
  CHECK(binary_logarithm(1'000'000).bits <= of_a_million);
  CHECK(binary_logarithm(1'000'000).bits > of_a_million - of_a_million / 100'000);
}

TEST_CASE("logarithms ascend, and powers of two descend") {
  REQUIRE(rc::check([] {
    const auto n = *rc::gen::inRange<std::uint64_t>(1, UINT64_MAX - 1);
    RC_ASSERT(binary_logarithm(n) <= binary_logarithm(n + 1));
    const auto exponent = *rc::gen::inRange<std::uint64_t>(0, 63 * one);
    RC_ASSERT(inverse_power_of_two({exponent}) >= inverse_power_of_two({exponent + 1}));
  }));
}

TEST_CASE("a power of two undoes a logarithm, but for one part in 10 000") {
  for (std::uint64_t n = 1; n < 1'000'000; n = n * 5 / 4 + 1) {
    const std::uint64_t product = inverse_power_of_two(binary_logarithm(n)) / 1000 * n;
    CHECK(product / (((std::uint64_t{1} << 62U) / 1000) / 10'000) >= 9'998);
    CHECK(product / (((std::uint64_t{1} << 62U) / 1000) / 10'000) <= 10'002);
  }
}

TEST_CASE("what is drawn of the exponential distribution is the same in every build, for good", "[R14.7]") {
  CHECK(exponential(UINT64_MAX) == 0);
  CHECK(exponential(std::uint64_t{1} << 63U) == 2'977'044'472);  // ln 2
  CHECK(exponential(0) == exponential(1));
  CHECK(exponential(1) / one == 44);  // 64 ln 2
  std::vector<std::uint64_t> drawn;
  for (std::uint64_t n = 0; n < 4; ++n) drawn.push_back(exponential(word(n)));
  CHECK(drawn == std::vector<std::uint64_t>{4'517'229'979, 10'975'008'286, 5'080'314'522, 3'623'590'235});
}

TEST_CASE("fewer random bits, a longer gap") {
  REQUIRE(rc::check([] {
    const auto bits = *rc::gen::inRange<std::uint64_t>(0, UINT64_MAX);
    RC_ASSERT(exponential(bits) >= exponential(bits + 1));
  }));
}

TEST_CASE("gaps of poisson arrivals have their mean, and spread as widely as it") {
  constexpr std::uint64_t draws = 100'000;
  constexpr arrival_gap mean{1'000'000};
  std::uint64_t sum = 0;
  std::uint64_t longer_than_mean = 0;
  for (std::uint64_t n = 0; n < draws; ++n) {
    const std::uint64_t gap = gap_to_next(arrival_process::poisson, mean, word(n)).picoseconds;
    sum += gap;
    longer_than_mean += gap > mean.picoseconds ? 1 : 0;
  }
  CHECK(sum / draws > 990'000);
  CHECK(sum / draws < 1'010'000);
  CHECK(longer_than_mean > 36'300);  // 1/e = 36.79 %
  CHECK(longer_than_mean < 37'300);
}

TEST_CASE("even arrivals are a gap apart, and the first is anywhere in the first gap") {
  REQUIRE(rc::check([] {
    const arrival_gap mean{*rc::gen::inRange<std::uint64_t>(1, UINT64_MAX)};
    const auto bits = *rc::gen::arbitrary<std::uint64_t>();
    RC_ASSERT(gap_to_next(arrival_process::even, mean, bits) == mean);
    RC_ASSERT(first_gap(arrival_process::even, mean, bits) < mean);
  }));
  CHECK(first_gap(arrival_process::even, {1000}, std::uint64_t{1} << 63U).picoseconds == 500);
  CHECK(first_gap(arrival_process::poisson, {1000}, word(1)) ==
        gap_to_next(arrival_process::poisson, {1000}, word(1)));
}

TEST_CASE("a gap that no number holds is the longest there is") {
  CHECK(gap_to_next(arrival_process::poisson, {UINT64_MAX}, 1).picoseconds == UINT64_MAX);
}

TEST_CASE("sessions stay within their bounds, and are longer than the mean in a third of the draws") {
  std::uint64_t longer = 0;
  for (std::uint64_t n = 0; n < 10'000; ++n) {
    const std::int64_t length = session_length(500, 10, 4000, word(n));
    REQUIRE(length >= 10);
    REQUIRE(length <= 4000);
    longer += length > 500 ? 1 : 0;
  }
  CHECK(longer > 3500);
  CHECK(longer < 3850);
  CHECK(session_length(500, 10, 4000, UINT64_MAX) == 10);
  CHECK(session_length(500, 10, 4000, 1) == 4000);
}
