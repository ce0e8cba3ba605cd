#include "engine/units/flat_map.hpp"

#include <map>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace drawdown;

TEST_CASE("a flat map holds what a map holds, in the same order") {
  REQUIRE(rc::check([](const std::vector<std::pair<std::uint8_t, int>>& given) {
    flat_map<std::uint8_t, int> flat;
    std::map<std::uint8_t, int> map;
    for (const auto& [key, value] : given) {
      flat.emplace(key, value);
      map.emplace(key, value);
    }
    RC_ASSERT(std::equal(flat.begin(), flat.end(), map.begin(), map.end(), [](const auto& a, const auto& b) {
      return a.first == b.first && a.second == b.second;
    }));
    for (int key = 0; key <= UINT8_MAX; ++key) {
      const auto found = flat.find(static_cast<std::uint8_t>(key));
      RC_ASSERT((found != flat.end()) == map.contains(static_cast<std::uint8_t>(key)));
    }
  }));
}
