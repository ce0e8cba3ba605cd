// How often something happens from hour to hour, day to day and month to month.
#include "engine/population/rhythms.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/time/text.hpp"

using namespace drawdown;
using namespace drawdown::population;

namespace {

constexpr std::uint64_t one = std::uint64_t{1} << 32U;
constexpr std::uint64_t million = 1'000'000;

instant at(std::string_view text) {
  return parse_instant(text, zone_table{}).value();
}

usage_pattern even() {
  usage_pattern made;
  made.hours = even_weights<24>();
  made.season = even_weights<12>();
  return made;
}

rhythm of_january(const usage_pattern& pattern, std::uint64_t per_day_micro = 12 * million,
                  const zone_table& zone = {}) {
  return rhythm_of(pattern, per_day_micro, at("2026-01-01"), at("2026-01-01"), at("2026-01-31T23:00:00Z"),
                   zone);
}

// So much is expected between two instants, in thousandths.
std::uint64_t expected(const rhythm& of, std::string_view from, std::string_view until) {
  return ((expected_until(of, at(until)) - expected_until(of, at(from))) * 1000 + one / 2) >> 32U;
}

}  // namespace

TEST_CASE("without hours and weekends a day has its usages evenly") {
  const rhythm made = of_january(even());
  CHECK(expected(made, "2026-01-01", "2026-01-02") == 12'000);
  CHECK(expected(made, "2026-01-01", "2026-02-01") == 31 * 12'000);
  CHECK(expected(made, "2026-01-05T06:30:00Z", "2026-01-05T08:30:00Z") == 1'000);
}

TEST_CASE("office hours are from 8 to 18, evening hours from 17 to 23 o'clock") {
  usage_pattern pattern = even();
  pattern.hours = office_hours();
  CHECK(expected(of_january(pattern), "2026-01-01", "2026-01-01T08:00:00Z") == 0);
  CHECK(expected(of_january(pattern), "2026-01-01T08:00:00Z", "2026-01-01T18:00:00Z") == 12'000);
  CHECK(expected(of_january(pattern), "2026-01-01T18:00:00Z", "2026-01-02T08:00:00Z") == 0);
  pattern.hours = evening_hours();
  CHECK(expected(of_january(pattern), "2026-01-01T17:00:00Z", "2026-01-01T20:00:00Z") == 6'000);
}

TEST_CASE("hours count in the proportion that they have to each other") {
  usage_pattern pattern = even();
  pattern.hours = {};
  pattern.hours[9] = 3;
  pattern.hours[21] = 1;
  CHECK(expected(of_january(pattern), "2026-01-01T09:00:00Z", "2026-01-01T10:00:00Z") == 9'000);
  CHECK(expected(of_january(pattern), "2026-01-01T21:00:00Z", "2026-01-01T22:00:00Z") == 3'000);
}

TEST_CASE("a weekend day has its part of a working day") {
  usage_pattern pattern = even();
  pattern.weekend = 200'000;
  const rhythm made = of_january(pattern);
  CHECK(expected(made, "2026-01-02", "2026-01-03") == 12'000);  // a Friday
  CHECK(expected(made, "2026-01-03", "2026-01-04") == 2'400);
  CHECK(expected(made, "2026-01-04", "2026-01-05") == 2'400);
  CHECK(expected(made, "2026-01-05", "2026-01-06") == 12'000);
}

TEST_CASE("months count by their season, whose mean is an ordinary month") {
  usage_pattern pattern = even();
  pattern.season = {2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0};
  const rhythm made =
      rhythm_of(pattern, 12 * million, at("2026-01-01"), at("2026-01-01"), at("2026-12-31"), zone_table{});
  CHECK(expected(made, "2026-01-01", "2026-01-02") == 24'000);
  CHECK(expected(made, "2026-02-01", "2026-02-02") == 12'000);
  CHECK(expected(made, "2026-12-01", "2027-01-01") == 0);
}

TEST_CASE("usage grows with each month behind that of joining") {
  usage_pattern pattern = even();
  pattern.growth_per_month = 100'000;
  const rhythm made =
      rhythm_of(pattern, 10 * million, at("2026-02-11"), at("2026-01-01"), at("2026-05-31"), zone_table{});
  CHECK(expected(made, "2026-01-10", "2026-01-11") == 10'000);
  CHECK(expected(made, "2026-02-20", "2026-02-21") == 10'000);
  CHECK(expected(made, "2026-03-01", "2026-03-02") == 11'000);
  CHECK(expected(made, "2026-04-01", "2026-04-02") == 12'100);
}

TEST_CASE("a day in which the clocks change has its usages all the same") {
  const zone_table zone{"Somewhere",
                        {{instant::from_us(INT64_MIN), 0},
                         {at("2026-01-10T02:00:00Z"), 3600},
                         {at("2026-01-20T02:00:00Z"), 0}}};
  const rhythm made = of_january(even(), 24 * million, zone);
  CHECK(expected(made, "2026-01-10", "2026-01-10T23:00:00Z") == 24'000);           // 23 hours
  CHECK(expected(made, "2026-01-10T01:00:00Z", "2026-01-10T02:00:00Z") == 2'000);  // and the skipped one
  CHECK(expected(made, "2026-01-19T23:00:00Z", "2026-01-21") == 24'000);           // 25 hours
  CHECK(expected(made, "2026-01-20T00:00:00Z", "2026-01-20T02:00:00Z") == 1'500);
}

TEST_CASE("when so much was expected is where so much is expected until then") {
  usage_pattern pattern = even();
  pattern.hours = office_hours();
  const rhythm made = of_january(pattern);
  REQUIRE(rc::check([&] {
    const auto much = *rc::gen::inRange<std::uint64_t>(0, made.back().before);
    std::uint32_t step = 0;
    const instant then = when_expected(made, much, step);
    const std::uint64_t until = expected_until(made, then);
    RC_ASSERT(until <= much);
    RC_ASSERT(much <= expected_until(made, then.next()));
  }));
  std::uint32_t step = 0;
  CHECK(when_expected(made, made.back().before, step).is_never());
}

TEST_CASE("steps ascend, and no day has more than a million") {
  usage_pattern pattern = even();
  pattern.growth_per_month = 1'000'000;
  const rhythm made = rhythm_of(pattern, 10'000 * million, at("2026-01-01"), at("2026-01-01"),
                                at("2035-12-31"), zone_table{});
  for (std::size_t i = 1; i < made.size(); ++i) {
    REQUIRE(made[i - 1].from < made[i].from);
    REQUIRE(made[i - 1].before <= made[i].before);
  }
  CHECK(expected(made, "2035-06-01", "2035-06-02") <= 1'000'000'000);
}
