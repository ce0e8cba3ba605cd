// The search for the highest rate that still does.
#include "actors/load/find_max.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace drawdown::load;

namespace {

rate_search searched(std::uint64_t first, std::uint64_t limit) {
  return find_highest_rate(first, [&](std::uint64_t rate) { return std::optional(rate <= limit); });
}

}  // namespace

TEST_CASE("a rate is doubled until it fails, then the search closes in") {
  const rate_search search = searched(1000, 5000);
  REQUIRE(search.tries.size() >= 4);
  CHECK(search.tries[0].rate == 1000);
  CHECK(search.tries[1].rate == 2000);
  CHECK(search.tries[2].rate == 4000);
  CHECK(search.tries[3].rate == 8000);
  CHECK_FALSE(search.tries[3].holds);
  CHECK(search.tries[4].rate == 6000);
}

TEST_CASE("the highest rate found holds, and one that is a twentieth above it does not") {
  REQUIRE(rc::check([] {
    const auto first = *rc::gen::inRange<std::uint64_t>(1, 1'000'000);
    const auto limit = *rc::gen::inRange<std::uint64_t>(1, 10'000'000);
    const rate_search search = searched(first, limit);
    RC_ASSERT(search.highest.has_value());
    RC_ASSERT(*search.highest <= limit);
    RC_ASSERT(*search.highest + std::max<std::uint64_t>(*search.highest / 20, 1) + 1 > limit);
    RC_ASSERT(search.tries.size() <= 40U);
  }));
}

TEST_CASE("where nothing holds, no rate is the highest") {
  const rate_search search = searched(64, 0);
  CHECK_FALSE(search.highest);
  CHECK(search.tries.back().rate == 1);
}

TEST_CASE("a search that is given up keeps what it found") {
  int left = 3;
  const rate_search search =
      find_highest_rate(100, [&](std::uint64_t) { return left-- > 0 ? std::optional(true) : std::nullopt; });
  CHECK(search.tries.size() == 3);
  CHECK(search.highest == 400U);
}
