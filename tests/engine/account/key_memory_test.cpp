// The memory of keys against a plain map: what is remembered, for how long, and that forgetting loses nothing
// else (R4.3).
#include "engine/account/key_memory.hpp"

#include <map>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

namespace drawdown::test {
namespace {

constexpr instant at_minute(std::int64_t minute) {
  return instant{} + duration::minutes(minute);
}

seen_usage seen(std::uint64_t key, instant at, std::int64_t quantity = 1) {
  seen_usage usage;
  usage.key_number = key;
  usage.at = at;
  usage.quantity = quantity;
  return usage;
}

TEST_CASE("a key is remembered while less than the window has passed since its arrival", "[R4.3]") {
  key_memory memory(duration::minutes(10));
  memory.remember(seen(5, at_minute(0), 42));
  REQUIRE(memory.find_usage(5, at_minute(10) + duration::from_us(-1)) != nullptr);
  CHECK(memory.find_usage(5, at_minute(9))->quantity == 42);
  CHECK(memory.find_usage(6, at_minute(9)) == nullptr);
  CHECK(memory.find_usage(5, at_minute(10)) == nullptr);
}

TEST_CASE("a key that was forgotten may come again", "[R4.3]") {
  key_memory memory(duration::minutes(10));
  memory.remember(seen(5, at_minute(0), 1));
  REQUIRE(memory.find_usage(5, at_minute(10)) == nullptr);
  memory.remember(seen(5, at_minute(10), 2));
  REQUIRE(memory.find_usage(5, at_minute(19)) != nullptr);
  CHECK(memory.find_usage(5, at_minute(19))->quantity == 2);
}

TEST_CASE("commands are remembered without an end, the first of a key", "[R4.3]") {
  key_memory memory(duration::minutes(10));
  const command_body body = top_up_command{money::from_minor(5)};
  memory.remember(5, seen_command{&body, outcome::requested});
  memory.remember(5, seen_command{&body, outcome::below_minimum});
  CHECK(memory.find_usage(5, at_minute(100'000)) == nullptr);
  REQUIRE(memory.find_command(5) != nullptr);
  CHECK(memory.find_command(5)->result == outcome::requested);
  CHECK(memory.find_command(6) == nullptr);
}

TEST_CASE("usage is the same if agent, meter and quantity are", "[R4.3]") {
  usage again;
  again.agent = 1;
  again.meter = 2;
  again.quantity = 3;
  seen_usage first = seen(5, {}, 3);
  first.agent = 1;
  first.meter = 2;
  CHECK(first.is_same(again));
  again.quantity = 4;
  CHECK_FALSE(first.is_same(again));
  again.quantity = 3;
  again.meter = 0;
  CHECK_FALSE(first.is_same(again));
  again.meter = 2;
  again.agent = no_agent;
  CHECK_FALSE(first.is_same(again));
}

TEST_CASE("the memory is a map of keys with a window, only faster", "[R4.3]") {
  REQUIRE(rc::check([] {
    const duration window = duration::minutes(*rc::gen::inRange(1, 60));
    // Few keys make many repeats; keys apart by powers of two fall together in the table.
    const std::uint64_t keys = *rc::gen::inRange<std::uint64_t>(1, 200);
    const std::uint64_t stride = std::uint64_t{1} << *rc::gen::inRange(0U, 60U);
    key_memory memory(window);
    std::map<std::uint64_t, seen_usage> expected;
    instant now;
    const int arrivals = *rc::gen::inRange(0, 600);
    for (int i = 0; i < arrivals; ++i) {
      if (*rc::gen::inRange(0, 3) == 0) now = now + duration::seconds(*rc::gen::inRange(0, 200));
      std::erase_if(expected, [&](const auto& entry) { return now >= entry.second.at + window; });
      const std::uint64_t key = *rc::gen::inRange<std::uint64_t>(0, keys) * stride;
      const auto first = expected.find(key);
      const seen_usage* found = memory.find_usage(key, now);
      RC_ASSERT((found != nullptr) == (first != expected.end()));
      if (found != nullptr) {
        RC_ASSERT(found->quantity == first->second.quantity);
        RC_ASSERT(found->at == first->second.at);
      } else {
        memory.remember(seen(key, now, i));
        expected.emplace(key, seen(key, now, i));
      }
    }
    for (const auto& [key, first] : expected) {
      const seen_usage* found = memory.find_usage(key, now);
      RC_ASSERT(found != nullptr);
      RC_ASSERT(found->quantity == first.quantity);
    }
  }));
}

}  // namespace
}  // namespace drawdown::test
