// When a grant comes again (R3.9): counted from the anchor, never from the time before (R2.2).
#include "engine/lots/recurrence.hpp"

#include <catch2/catch.hpp>

#include "engine/time/text.hpp"
#include "printing.hpp"

using namespace drawdown;

namespace {

instant at(const char* text) {
  return parse_instant(text, zone_table{}).value();
}

const zone_table utc;

instant next(const recurrence& terms, const char* effective, const char* after) {
  return next_recurrence(terms, at(effective), at(after), utc, month_end::clamp);
}

}  // namespace

TEST_CASE("the 31st comes back after February", "[R2.2][R3.9]") {
  const recurrence monthly{calendar_span{1, calendar_unit::months}, {}};
  CHECK(next(monthly, "2026-01-31T09:00:00Z", "2026-01-31T09:00:00Z") == at("2026-02-28T09:00:00Z"));
  CHECK(next(monthly, "2026-01-31T09:00:00Z", "2026-02-28T09:00:00Z") == at("2026-03-31T09:00:00Z"));
  CHECK(next(monthly, "2026-01-31T09:00:00Z", "2029-08-12T00:00:00Z") == at("2029-08-31T09:00:00Z"));
}

TEST_CASE("an anchor that was given is the first time itself", "[R3.9]") {
  const recurrence weekly{duration::days(7), at("2026-01-05T00:00:00Z")};
  CHECK(next(weekly, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z") == at("2026-01-05T00:00:00Z"));
  CHECK(next(weekly, "2026-01-05T00:00:00Z", "2026-01-05T00:00:00Z") == at("2026-01-12T00:00:00Z"));
  const recurrence monthly{calendar_span{1, calendar_unit::months}, at("2026-02-01T00:00:00Z")};
  CHECK(next(monthly, "2026-01-10T00:00:00Z", "2026-01-10T00:00:00Z") == at("2026-02-01T00:00:00Z"));
}

TEST_CASE("times that lay before the lot was booked are not made up for", "[R3.9]") {
  const recurrence daily{duration::days(1), {}};
  CHECK(next(daily, "2026-01-01T06:00:00Z", "2026-03-01T05:00:00Z") == at("2026-03-01T06:00:00Z"));
  CHECK(next(daily, "2026-01-01T06:00:00Z", "2026-03-01T06:00:00Z") == at("2026-03-02T06:00:00Z"));
}
