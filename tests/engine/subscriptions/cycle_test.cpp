// Cycles count their boundaries from an anchor; what is left of one is an exact fraction (R2.2, R8.7).
#include "engine/subscriptions/cycle.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/time/text.hpp"

namespace drawdown {
namespace {

instant when(std::string_view text) {
  return parse_instant(text, zone_table{}).value();
}
span_of_time lasting(std::string_view text) {
  return parse_span(text).value();
}
const zone_table utc;

TEST_CASE("without an anchor a cycle counts from when it was asked for", "[R2.2]") {
  auto cycle = billing_cycle::from(when("2026-01-31T09:00:00Z"), {}, lasting("1 month"), utc);
  std::vector<instant> ends;
  for (int i = 0; i < 4; ++i) {
    ends.push_back(cycle.now().end);
    cycle.turn(utc);
  }
  CHECK(ends == std::vector{when("2026-02-28T09:00:00Z"), when("2026-03-31T09:00:00Z"),
                            when("2026-04-30T09:00:00Z"), when("2026-05-31T09:00:00Z")});
}

TEST_CASE("an anchor on the 29th of February is the 28th in common years", "[R2.2]") {
  auto cycle = billing_cycle::from(when("2024-02-29"), {}, lasting("1 year"), utc);
  CHECK(cycle.now().end == when("2025-02-28"));
  for (int i = 0; i < 3; ++i) cycle.turn(utc);
  CHECK(cycle.now().end == when("2028-02-29"));
}

TEST_CASE("an anchor that is given shortens the first cycle", "[R2.2][R8.7]") {
  for (const char* anchor : {"2026-02-01", "2025-06-01", "2027-01-01"}) {
    const auto cycle = billing_cycle::from(when("2026-01-22"), when(anchor), lasting("1 month"), utc);
    CHECK(cycle.now().begin == when("2026-01-22"));
    CHECK(cycle.now().end == when("2026-02-01"));
    const auto part = billing_cycle::left_of(cycle.now(), when("2026-01-22"), proration::exact, utc);
    CHECK(part_of(3100, part, rounding::half_even) == money::from_minor(1000));
  }
}

TEST_CASE("what is left may be counted in days of the account's calendar", "[R8.7]") {
  const auto cycle = billing_cycle::from(when("2026-04-01"), {}, lasting("1 month"), utc);
  const auto part = billing_cycle::left_of(cycle.now(), when("2026-04-11T18:00:00Z"), proration::days, utc);
  CHECK(part.left == 20);
  CHECK(part.whole == 30);
}

TEST_CASE("a year has months that are counted from its anchor and cut by it", "[R2.6][R8.8]") {
  const auto cycle = billing_cycle::from(when("2026-01-31"), {}, lasting("1 year"), utc);
  CHECK(cycle.is_longer_than_a_month());
  const auto february = cycle.month_at(when("2026-03-01"), utc);
  CHECK(february.begin == when("2026-02-28"));
  CHECK(february.end == when("2026-03-31"));
  const auto days = billing_cycle::from(when("2026-01-31"), {}, lasting("45 days"), utc);
  CHECK(days.month_at(when("2026-03-05"), utc).end == days.now().end);
}

TEST_CASE("a trial's end is the anchor of what follows", "[R8.1]") {
  auto cycle = billing_cycle::trial(when("2026-01-24"), lasting("7 days"), lasting("1 month"), utc);
  CHECK(cycle.now().end == when("2026-01-31"));
  cycle.turn(utc);
  CHECK(cycle.now().end == when("2026-02-28"));
}

TEST_CASE("another length keeps the anchor where the cycle's end is a boundary of it, too", "[R8.7]") {
  auto yearly = billing_cycle::from(when("2026-01-31"), {}, lasting("1 year"), utc);
  yearly.change_length(lasting("1 month"), utc);
  yearly.turn(utc);
  yearly.turn(utc);
  CHECK(yearly.now().begin == when("2027-02-28"));
  CHECK(yearly.now().end == when("2027-03-31"));
  auto monthly = billing_cycle::from(when("2026-01-31"), {}, lasting("1 month"), utc);
  monthly.change_length(lasting("1 week"), utc);
  monthly.turn(utc);
  CHECK(monthly.now().end == when("2026-03-07"));
}

TEST_CASE("parts of a price, cut at any instants, add up to it within one unit each", "[R8.7][R1.4]") {
  CHECK(rc::check([] {
    const auto price = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    const auto cycle = billing_cycle::from(when("2026-01-31"), {}, lasting("1 month"), utc);
    const auto at = cycle.now().begin + duration::from_us(*rc::gen::inRange<std::int64_t>(
                                            0, (cycle.now().end - cycle.now().begin).us()));
    const auto left = billing_cycle::left_of(cycle.now(), at, proration::exact, utc);
    const auto rest = cycle_part{left.whole - left.left, left.whole};
    const auto sum = part_of(price, left, rounding::down) + part_of(price, rest, rounding::down);
    RC_ASSERT(sum.minor() <= price);
    RC_ASSERT(price - sum.minor() <= 1);
  }));
}

}  // namespace
}  // namespace drawdown
