#include "engine/time/calendar.hpp"

#include <chrono>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "zones.hpp"

namespace drawdown {

using test::at;
using test::madrid;

namespace {

constexpr calendar_span month{1, calendar_unit::months};

instant later(std::string_view from, span_of_time span, const zone_table& zone = {}) {
  return add(at(from), span, zone, month_end::clamp);
}

instant any_instant() {
  return instant::from_us(*rc::gen::inRange<std::int64_t>(0, at("2150-01-01").us()));
}

calendar_span any_span() {
  const auto unit = *rc::gen::element(calendar_unit::days, calendar_unit::weeks, calendar_unit::months,
                                      calendar_unit::years);
  return {*rc::gen::inRange(1, 13), unit};
}

std::chrono::year_month_day local_date(const zone_table& zone, instant t) {
  const std::chrono::sys_time<std::chrono::microseconds> local{
      std::chrono::microseconds(to_local(zone, t).us)};
  return std::chrono::floor<std::chrono::days>(local);
}

}  // namespace

TEST_CASE("seven days of exact time are 168 hours, a week is seven days of the calendar", "[R2.7]") {
  // Madrid loses an hour on 29 March 2026.
  CHECK(later("2026-03-28T10:00:00Z", duration::days(7), madrid()) == at("2026-04-04T10:00:00Z"));
  CHECK(later("2026-03-28T10:00:00Z", calendar_span{1, calendar_unit::weeks}, madrid()) ==
        at("2026-04-04T09:00:00Z"));
  CHECK(later("2026-03-28T10:00:00Z", calendar_span{7, calendar_unit::days}, madrid()) ==
        at("2026-04-04T09:00:00Z"));
}

TEST_CASE("a month too short for the day ends on its last one", "[R2.2]") {
  CHECK(later("2026-01-31T09:00:00Z", month) == at("2026-02-28T09:00:00Z"));
  CHECK(later("2028-01-31T09:00:00Z", month) == at("2028-02-29T09:00:00Z"));
  CHECK(later("2028-02-29", calendar_span{1, calendar_unit::years}) == at("2029-02-28"));
  CHECK(later("2028-02-29", calendar_span{4, calendar_unit::years}) == at("2032-02-29"));
  CHECK(later("2026-12-15T00:00:00Z", month) == at("2027-01-15"));
}

TEST_CASE("a day that the month does not have may be counted on into the next one", "[R2.2]") {
  const auto counted_on = [](std::string_view from, calendar_span span) {
    return add(at(from), span, zone_table{}, month_end::overflow);
  };
  CHECK(counted_on("2026-01-31T09:00:00Z", month) == at("2026-03-03T09:00:00Z"));
  CHECK(counted_on("2028-01-31T09:00:00Z", month) == at("2028-03-02T09:00:00Z"));
  CHECK(counted_on("2026-01-28T09:00:00Z", month) == at("2026-02-28T09:00:00Z"));
  CHECK(counted_on("2026-03-31", month) == at("2026-05-01"));
  CHECK(counted_on("2028-02-29", {1, calendar_unit::years}) == at("2029-03-01"));
  CHECK(counted_on("2026-01-31", {30, calendar_unit::days}) == at("2026-03-02"));
}

TEST_CASE("boundaries of exact time lie evenly, before the anchor too", "[R2.2]") {
  const auto nth = [](std::int32_t k) {
    return boundary(at("2026-03-28T10:00:00Z"), span_of_time(duration::hours(36)), k, madrid(),
                    month_end::clamp);
  };
  CHECK(nth(0) == at("2026-03-28T10:00:00Z"));
  CHECK(nth(2) == at("2026-03-31T10:00:00Z"));
  CHECK(nth(-1) == at("2026-03-26T22:00:00Z"));
  CHECK(nth(-20) == at("2026-02-26T10:00:00Z"));
}

TEST_CASE("a span that is calendar time counts its boundaries as the calendar does", "[R2.2]") {
  const auto nth = [](std::int32_t k) {
    return boundary(at("2028-02-29T12:00:00Z"), span_of_time(calendar_span{1, calendar_unit::years}), k,
                    zone_table{}, month_end::clamp);
  };
  CHECK(nth(-1) == at("2027-02-28T12:00:00Z"));
  CHECK(nth(1) == at("2029-02-28T12:00:00Z"));
  CHECK(nth(4) == at("2032-02-29T12:00:00Z"));
  CHECK(nth(-4) == at("2024-02-29T12:00:00Z"));
}

TEST_CASE("every boundary is counted from the anchor", "[R2.2]") {
  const auto nth = [](std::int32_t k) {
    return boundary(at("2026-01-31T09:00:00Z"), month, k, zone_table{}, month_end::clamp);
  };
  CHECK(nth(0) == at("2026-01-31T09:00:00Z"));
  CHECK(nth(1) == at("2026-02-28T09:00:00Z"));
  CHECK(nth(2) == at("2026-03-31T09:00:00Z"));
  CHECK(nth(3) == at("2026-04-30T09:00:00Z"));
  CHECK(nth(-2) == at("2025-11-30T09:00:00Z"));
}

TEST_CASE("calendar time keeps the local time of day over a change of the clock", "[R2.3]") {
  CHECK(later("2026-03-01T09:00:00Z", month, madrid()) == at("2026-04-01T08:00:00Z"));
  // 02:30 is skipped on 29 March, and comes twice on 25 October.
  CHECK(later("2026-02-28T01:30:00Z", calendar_span{29, calendar_unit::days}, madrid()) ==
        at("2026-03-29T01:00:00Z"));
  CHECK(later("2026-09-25T00:30:00Z", month, madrid()) == at("2026-10-25T00:30:00Z"));
}

TEST_CASE("a cycle's length is its true length", "[R2.3]") {
  const instant march = at("2026-02-28T23:00:00Z");
  CHECK(next_month(march, madrid()) - march == duration::hours(743));
}

TEST_CASE("a month begins at midnight in the zone of the account", "[R2.6]") {
  CHECK(month_of(at("2026-04-15T12:00:00Z"), madrid()) == at("2026-03-31T22:00:00Z"));
  CHECK(next_month(at("2026-04-15T12:00:00Z"), madrid()) == at("2026-04-30T22:00:00Z"));
  CHECK(month_of(at("2026-03-31T22:00:00Z"), madrid()) == at("2026-03-31T22:00:00Z"));
  CHECK(next_month(at("2026-03-31T22:00:00Z"), madrid()) == at("2026-04-30T22:00:00Z"));
  CHECK(month_of(at("2026-03-31T21:59:59.999999Z"), madrid()) == at("2026-02-28T23:00:00Z"));
  CHECK(next_month(at("2026-12-31T23:59:59Z"), zone_table{}) == at("2027-01-01"));
}

TEST_CASE("a month whose midnight comes twice begins at the first", "[R2.3][R2.6]") {
  const zone_table zone = test::twice_midnight();
  const instant november = at("2026-11-01T00:00:00Z");
  CHECK(next_month(at("2026-10-31T23:59:00Z"), zone) == november);
  // The wall clock shows 31 October again, but November has begun.
  CHECK(month_of(at("2026-11-01T00:45:00Z"), zone) == november);
  CHECK(next_month(at("2026-11-01T00:45:00Z"), zone) == at("2026-12-01T01:00:00Z"));
}

TEST_CASE("months follow each other without a gap", "[R2.6]") {
  REQUIRE(rc::check([] {
    const zone_table zone = *rc::gen::element(madrid(), test::twice_midnight(), test::samoa());
    const instant near_changes = at("2026-11-01") + duration::from_us(*rc::gen::inRange<std::int64_t>(
                                                        -90'000'000'000, 90'000'000'000));
    const instant t = *rc::gen::element(near_changes, any_instant());
    RC_ASSERT(month_of(t, zone) <= t);
    RC_ASSERT(t < next_month(t, zone));
    RC_ASSERT(month_of(next_month(t, zone), zone) == next_month(t, zone));
    RC_ASSERT(next_month(month_of(t, zone), zone) == next_month(t, zone));
  }));
}

TEST_CASE("boundaries ascend", "[R2.2]") {
  REQUIRE(rc::check([] {
    const zone_table zone = *rc::gen::element(zone_table{}, madrid(), test::twice_midnight());
    const instant anchor = any_instant();
    const calendar_span every = any_span();
    const std::int32_t k = *rc::gen::inRange(-20, 100);
    RC_ASSERT(boundary(anchor, every, k, zone, month_end::clamp) <
              boundary(anchor, every, k + 1, zone, month_end::clamp));
  }));
}

TEST_CASE("a boundary of months keeps the day where the month has it", "[R2.2]") {
  REQUIRE(rc::check([] {
    const instant anchor = any_instant();
    const std::int32_t k = *rc::gen::inRange(0, 1000);
    const auto from = local_date(zone_table{}, anchor);
    const auto to = local_date(zone_table{}, boundary(anchor, month, k, zone_table{}, month_end::clamp));
    const auto last = std::chrono::year_month_day(to.year() / to.month() / std::chrono::last).day();
    RC_ASSERT(to.day() == std::min(from.day(), last));
    RC_ASSERT((to.year() / to.month()) - (from.year() / from.month()) == std::chrono::months(k));
  }));
}

TEST_CASE("what never is stays never, what cannot be is a defect", "[R2.7]") {
  CHECK(add(instant::never(), month, madrid(), month_end::clamp).is_never());
  CHECK(boundary(instant::never(), month, 3, madrid(), month_end::clamp).is_never());
  for (const calendar_unit unit :
       {calendar_unit::days, calendar_unit::weeks, calendar_unit::months, calendar_unit::years}) {
    CHECK_THROWS_AS(later("2026-01-01", calendar_span{INT32_MAX, unit}), defect);
    CHECK_THROWS_AS(later("2026-01-01", calendar_span{INT32_MIN, unit}), defect);
    CHECK_THROWS_AS(boundary(at("2026-01-01"), {INT32_MAX, unit}, INT32_MIN, zone_table{}, month_end::clamp),
                    defect);
  }
}

}  // namespace drawdown
