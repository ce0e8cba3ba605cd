// Who gets how much of a load.
#include "engine/population/weights.hpp"

#include <algorithm>
#include <numeric>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace drawdown::population;

namespace {

std::uint64_t sum(const std::vector<std::uint64_t>& of) {
  return std::accumulate(of.begin(), of.end(), std::uint64_t{0});
}

}  // namespace

TEST_CASE("uniform weights are all alike") {
  CHECK(weights(uniform_skew{}, 4) == std::vector<std::uint64_t>{1, 1, 1, 1});
}

TEST_CASE("under zipf the n-th has an n-th of the first's weight, to the exponent") {
  const auto flat = weights(zipf_skew{0}, 3);
  CHECK(flat[0] == flat[2]);
  const auto plain = weights(zipf_skew{1000}, 100);
  const auto steep = weights(zipf_skew{2000}, 100);
  CHECK(plain[0] == std::uint64_t{1} << 40U);
  CHECK(plain[1] == std::uint64_t{1} << 39U);
  CHECK(steep[1] == std::uint64_t{1} << 38U);
  for (std::uint64_t n = 1; n <= 100; ++n) {
    CHECK(plain[n - 1] * n / (plain[0] / 10'000) >= 9'998);
    CHECK(plain[n - 1] * n / (plain[0] / 10'000) <= 10'002);
  }
}

TEST_CASE("zipf weights are the same in every build, for good", "[R14.7]") {
  CHECK(weights(zipf_skew{1100}, 5) == std::vector<std::uint64_t>{1'099'511'627'776, 512'940'763'136,
                                                                  328'372'512'384, 239'295'257'024,
                                                                  187'211'713'984});
}

TEST_CASE("a hotspot has its share of the load on a hundredth of the accounts, at least one") {
  const auto all = weights(hotspot_skew{900'000}, 1000);
  const std::uint64_t hot = std::accumulate(all.begin(), all.begin() + 10, std::uint64_t{0});
  CHECK(hot * 10 == sum(all) * 9);
  CHECK(all[9] == all[0]);
  CHECK(all[10] == all[999]);
  const auto few = weights(hotspot_skew{500'000}, 11);
  CHECK(few[0] == sum(few) / 2);
  CHECK(weights(hotspot_skew{500'000}, 1) == std::vector<std::uint64_t>{1});
}

TEST_CASE("weights never ascend, none is zero, and they add up without passing 64 bits") {
  REQUIRE(rc::check([] {
    const auto accounts = *rc::gen::inRange<std::uint32_t>(1, 3000);
    const skew of =
        *rc::gen::element<skew>(uniform_skew{}, zipf_skew{*rc::gen::inRange<std::uint32_t>(0, 4001)},
                                hotspot_skew{*rc::gen::inRange<std::uint32_t>(500'000, 1'000'000)});
    const auto all = weights(of, accounts);
    RC_ASSERT(all.size() == accounts);
    RC_ASSERT(std::is_sorted(all.rbegin(), all.rend()));
    RC_ASSERT(all.back() > 0U);
    RC_ASSERT(all.front() <= UINT64_MAX / 1'000'000 / 4);
  }));
}

TEST_CASE("a distribution is read as it is written") {
  for (const char* text : {"uniform", "zipf:0", "zipf:1", "zipf:1.1", "zipf:0.999", "zipf:4", "hotspot:90%",
                           "hotspot:0.5%", "hotspot:99.9999%"}) {
    INFO(text);
    REQUIRE(parse_skew(text));
    CHECK(to_string(*parse_skew(text)) == text);
  }
}

TEST_CASE("what is no distribution is refused with an example") {
  for (const char* text : {"", "zipf", "zipf:", "zipf:4.1", "zipf:-1", "zipf:1.", "zipf:1.2345", "zipf:1e3",
                           "hotspot:90", "hotspot:0%", "hotspot:100%", "hotspot:%", "even"}) {
    INFO(text);
    REQUIRE_FALSE(parse_skew(text));
    CHECK(parse_skew(text).error().message.find("hotspot:90%") != std::string::npos);
  }
}
