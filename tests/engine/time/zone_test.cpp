#include "engine/time/zone.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "zones.hpp"

namespace drawdown {

using test::at;
using test::madrid;

namespace {

// The local date and time, written as if it were UTC.
local_time local(std::string_view text) {
  return {at(text).us()};
}

// Any instant of the years in which the zones of these tests change, near a change more often than not.
instant any_instant(const zone_table& zone) {
  const auto near = *rc::gen::elementOf(zone.transitions);
  const instant middle = near.from.us() == INT64_MIN ? at("2026-06-01T00:00:00Z") : near.from;
  return middle + duration::from_us(*rc::gen::inRange<std::int64_t>(-200'000'000'000, 200'000'000'000));
}

}  // namespace

TEST_CASE("a wall clock shows the offset in force", "[R2.3]") {
  CHECK(to_local(madrid(), at("2026-03-29T00:59:59Z")) == local("2026-03-29T01:59:59Z"));
  CHECK(to_local(madrid(), at("2026-03-29T01:00:00Z")) == local("2026-03-29T03:00:00Z"));
  CHECK(to_local(madrid(), at("2026-10-25T00:30:00Z")) == local("2026-10-25T02:30:00Z"));
  CHECK(to_local(madrid(), at("2026-10-25T01:30:00Z")) == local("2026-10-25T02:30:00Z"));
  CHECK(to_local(zone_table{}, at("2026-10-25T01:30:00Z")) == local("2026-10-25T01:30:00Z"));
}

TEST_CASE("a local time that is skipped falls on the first instant after the gap", "[R2.3]") {
  CHECK(to_instant(madrid(), local("2026-03-29T01:59:59Z")) == at("2026-03-29T00:59:59Z"));
  CHECK(to_instant(madrid(), local("2026-03-29T02:00:00Z")) == at("2026-03-29T01:00:00Z"));
  CHECK(to_instant(madrid(), local("2026-03-29T02:30:00Z")) == at("2026-03-29T01:00:00Z"));
  CHECK(to_instant(madrid(), local("2026-03-29T03:00:00Z")) == at("2026-03-29T01:00:00Z"));
  CHECK(to_instant(test::samoa(), local("2011-12-30T12:00:00Z")) == at("2011-12-30T10:00:00Z"));
}

TEST_CASE("a local time that comes twice is the first of the two", "[R2.3]") {
  CHECK(to_instant(madrid(), local("2026-10-25T02:00:00Z")) == at("2026-10-25T00:00:00Z"));
  CHECK(to_instant(madrid(), local("2026-10-25T02:59:59Z")) == at("2026-10-25T00:59:59Z"));
  CHECK(to_instant(madrid(), local("2026-10-25T03:00:00Z")) == at("2026-10-25T02:00:00Z"));
}

TEST_CASE("an instant comes back from its local time, unless that came before", "[R2.3]") {
  REQUIRE(rc::check([] {
    const zone_table zone = *rc::gen::element(madrid(), test::samoa(), test::twice_midnight(), zone_table{});
    const instant t = any_instant(zone);
    const instant back = to_instant(zone, to_local(zone, t));
    RC_ASSERT(back <= t);
    RC_ASSERT(to_local(zone, back) == to_local(zone, t));
  }));
}

TEST_CASE("the instant of a local time is the earliest whose clock has reached it", "[R2.3]") {
  REQUIRE(rc::check([] {
    const zone_table zone = *rc::gen::element(madrid(), test::samoa(), test::twice_midnight());
    const local_time wanted{any_instant(zone).us()};
    const instant found = to_instant(zone, wanted);
    RC_ASSERT(to_local(zone, found) >= wanted);
    for (const std::int64_t earlier_us :
         {1LL, 1'000'000LL, 1'800'000'000LL, 3'599'000'000LL, 90'000'000'000LL})
      RC_ASSERT(to_local(zone, found + duration::from_us(-earlier_us)) < wanted);
  }));
}

TEST_CASE("a time before the table, or beyond what can be represented, is a defect", "[R2.3]") {
  const zone_table from_2026{"Test/Late", {{at("2026-01-01T00:00:00Z"), 0}}};
  CHECK_THROWS_AS(to_local(from_2026, at("2025-12-31T23:59:59Z")), defect);
  CHECK_THROWS_AS(to_local(madrid(), instant::never()), defect);
  CHECK_THROWS_AS(to_instant(madrid(), local_time{INT64_MIN}), defect);
  CHECK_THROWS_AS(to_local(zone_table{"Test/Empty", {}}, at("2026-01-01")), defect);
}

}  // namespace drawdown
