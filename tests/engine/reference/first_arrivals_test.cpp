// What is remembered of usage keys lies in pages that copies share.
#include "engine/reference/first_arrivals.hpp"

#include <map>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

namespace drawdown::reference {
namespace {

constexpr duration window = duration::hours(24);

instant at_hour(std::int64_t hour) {
  return instant::from_us(duration::hours(hour).us());
}

remembered_usage worth(std::int64_t quantity) {
  remembered_usage made;
  made.content.quantity = quantity;
  return made;
}

TEST_CASE("a first arrival is remembered while it is less than the window ago, on whatever page", "[R4.3]") {
  first_arrivals memory;
  memory.add(7, at_hour(0), worth(1));
  const auto is_known = [&](std::int64_t hour) { return memory.find(7, at_hour(hour), window) != nullptr; };
  CHECK(is_known(23));
  CHECK_FALSE(is_known(24));
  memory.turn_page(at_hour(10), window);
  CHECK(is_known(23));
  CHECK_FALSE(is_known(24));
  memory.turn_page(at_hour(24), window);
  CHECK_FALSE(is_known(23));  // it was forgotten
  CHECK(memory.find(8, at_hour(1), window) == nullptr);
}

TEST_CASE("a key that arrives again after the window is new, and what became of it then counts", "[R4.3]") {
  first_arrivals memory;
  memory.add(7, at_hour(0), worth(1));
  SECTION("on the same page") {}
  SECTION("on the next page") {
    memory.turn_page(at_hour(1), window);
  }
  memory.add(7, at_hour(30), worth(2));
  memory.turn_page(at_hour(31), window);
  const remembered_usage* found = memory.find(7, at_hour(31), window);
  REQUIRE(found != nullptr);
  CHECK(found->content.quantity == 2);
}

TEST_CASE("a copy goes its own way", "[R4.3]") {
  first_arrivals one;
  one.add(1, at_hour(0), worth(1));
  one.turn_page(at_hour(1), window);
  first_arrivals other = one;
  one.add(2, at_hour(2), worth(2));
  one.turn_page(at_hour(2), window);
  CHECK(other.find(1, at_hour(3), window) != nullptr);
  CHECK(other.find(2, at_hour(3), window) == nullptr);
  CHECK(one.find(2, at_hour(3), window) != nullptr);
}

TEST_CASE("keys are found as in a plain map of them, however they are spread over pages", "[R4.3]") {
  REQUIRE(rc::check([] {
    first_arrivals memory;
    std::map<std::uint64_t, std::pair<std::int64_t, std::int64_t>> known;  // hour, quantity
    std::int64_t hour = 0;
    std::int64_t quantity = 0;
    for (const int step : *rc::gen::container<std::vector<int>>(200, rc::gen::inRange(0, 60))) {
      if (step < 4) hour += step * step;
      if (step == 5) memory.turn_page(at_hour(hour), window);
      const auto number = static_cast<std::uint64_t>(step) << 50U;
      const auto plain = known.find(number);
      const bool is_known = plain != known.end() && hour - plain->second.first < 24;
      const remembered_usage* found = memory.find(number, at_hour(hour), window);
      RC_ASSERT((found != nullptr) == is_known);
      if (is_known) {
        RC_ASSERT(found->content.quantity == plain->second.second);
        continue;
      }
      known[number] = {hour, ++quantity};
      memory.add(number, at_hour(hour), worth(quantity));
    }
  }));
}

}  // namespace
}  // namespace drawdown::reference
