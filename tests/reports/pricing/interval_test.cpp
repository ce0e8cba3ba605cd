#include "reports/pricing/interval.hpp"

#include <array>

#include <catch2/catch.hpp>

using namespace drawdown;
using namespace drawdown::reports::pricing;

TEST_CASE("the interval of a mean is Student's, in whole numbers") {
  // 10, 12, 14: mean 12, s = 2, t(2) = 4.303: 4.303 * 2 / sqrt(3) = 4.97
  constexpr std::array<int128, 3> values{10, 12, 14};
  CHECK(estimate_of(values) == estimate{12, 5});
  constexpr std::array<int128, 3> larger{1'000'000, 1'200'000, 1'400'000};
  // 4.303 * 200 000 / sqrt(3) = 496 867.6…
  CHECK(estimate_of(larger) == estimate{1'200'000, 496'868});
}

TEST_CASE("one run has a mean and no interval, equal runs have one of no width") {
  constexpr std::array<int128, 1> one{7};
  CHECK(estimate_of(one) == estimate{7, std::nullopt});
  CHECK_FALSE(estimate_of(one).differs_from_zero());
  constexpr std::array<int128, 4> same{-3, -3, -3, -3};
  CHECK(estimate_of(same) == estimate{-3, 0});
  CHECK(estimate_of(same).differs_from_zero());
}

TEST_CASE("a difference counts only where its interval leaves zero out") {
  CHECK_FALSE(estimate{5, 5}.differs_from_zero());
  CHECK(estimate{6, 5}.differs_from_zero());
  CHECK(estimate{-6, 5}.differs_from_zero());
  CHECK_FALSE(estimate{-5, 5}.differs_from_zero());
}

TEST_CASE("the mean of runs is rounded once, half to even") {
  constexpr std::array<int128, 2> odd{1, 2};
  CHECK(estimate_of(odd).mean == 2);
  constexpr std::array<int128, 2> even{2, 3};
  CHECK(estimate_of(even).mean == 2);
}
