#include "engine/time/text.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "zones.hpp"

namespace drawdown {

using test::at;
using test::madrid;

namespace {

error_code refusal_of_instant(std::string_view text) {
  return parse_instant(text, zone_table{}).error().code;
}

result<duration> read(std::string_view text) {
  return parse_duration(text);
}

}  // namespace

TEST_CASE("an instant is RFC 3339 with an offset", "[R2.1]") {
  CHECK(at("1970-01-01T00:00:00Z").us() == 0);
  CHECK(at("2026-01-30T10:00:00Z").us() == 1'769'767'200'000'000);
  CHECK(at("2026-01-30T11:00:00+01:00") == at("2026-01-30T10:00:00Z"));
  CHECK(at("2026-01-30T05:30:00-04:30") == at("2026-01-30T10:00:00Z"));
  CHECK(at("2026-01-30T10:00:00.5Z") == at("2026-01-30T10:00:00Z") + duration::from_us(500'000));
  CHECK(at("2026-01-30T10:00:00.000001Z") == at("2026-01-30T10:00:00Z").next());
  CHECK(at("2028-02-29T00:00:00Z") == at("2028-02-28") + duration::days(1));
}

TEST_CASE("a date is midnight in its zone", "[R2.7]") {
  CHECK(parse_instant("2026-04-01", zone_table{}) == at("2026-04-01T00:00:00Z"));
  CHECK(parse_instant("2026-04-01", madrid()) == at("2026-03-31T22:00:00Z"));
  CHECK(parse_instant("2026-04-01T00:00:00Z", madrid()) == at("2026-04-01T00:00:00Z"));
}

TEST_CASE("text that is no instant is refused", "[R2.1]") {
  for (const char* text : {"",
                           "2026",
                           "2026-1-30",
                           "26-01-30",
                           "2026-01-30T10:00:00",
                           "2026-01-30 10:00:00Z",
                           "2026-01-30t10:00:00z",
                           "2026-01-30T10:00Z",
                           "2026-01-30T10:00:00.Z",
                           "2026-01-30T10:00:00.1234567Z",
                           "2026-01-30T10:00:00+1:00",
                           "2026-01-30T10:00:00+01",
                           "2026-01-30T10:00:00+24:00",
                           "2026-01-30T10:00:00Z ",
                           " 2026-01-30",
                           "2026-01-30T",
                           "2026/01/30",
                           "+2026-01-30",
                           "2026-02-29",
                           "2026-13-01",
                           "2026-00-01",
                           "2026-01-00",
                           "2026-04-31T10:00:00Z",
                           "2026-01-30T24:00:00Z",
                           "2026-01-30T10:60:00Z",
                           "2026-06-30T23:59:60Z",
                           "never",
                           "tomorrow"}) {
    CAPTURE(text);
    REQUIRE_FALSE(parse_instant(text, zone_table{}).has_value());
    CHECK(refusal_of_instant(text) == error_code::malformed);
  }
  CHECK_THAT(parse_instant("soon", zone_table{}).error().message,
             Catch::Contains("\"soon\"") && Catch::Contains("2026-01-30T10:00:00Z"));
  CHECK_THAT(parse_instant("2026-02-29", zone_table{}).error().message,
             Catch::Contains("day that does not exist"));
}

TEST_CASE("years outside 1970 to 2199 are refused", "[R1.5]") {
  CHECK(refusal_of_instant("1969-12-31") == error_code::out_of_range);
  CHECK(refusal_of_instant("2200-01-01T00:00:00Z") == error_code::out_of_range);
  CHECK(refusal_of_instant("0000-01-01") == error_code::out_of_range);
  CHECK(refusal_of_instant("9999-12-31T23:59:59Z") == error_code::out_of_range);
  CHECK(refusal_of_instant("1970-01-01T00:00:00+00:01") == error_code::out_of_range);
  CHECK(refusal_of_instant("2199-12-31T23:59:59-00:01") == error_code::out_of_range);
  CHECK(to_string(at("2199-12-31T23:59:59.999999Z")) == "2199-12-31T23:59:59.999999Z");
}

TEST_CASE("an instant is written in UTC, or as a wall clock shows it", "[R2.1]") {
  CHECK(to_string(at("2026-01-30T10:00:00Z")) == "2026-01-30T10:00:00Z");
  CHECK(to_string(at("2026-01-30T10:00:00.250Z")) == "2026-01-30T10:00:00.25Z");
  CHECK(to_string(instant::never()) == "never");
  CHECK(to_local_string(at("2026-07-30T10:00:00Z"), madrid()) == "2026-07-30 12:00:00");
  CHECK(to_local_string(instant::never(), madrid()) == "never");
}

TEST_CASE("an instant that is written is read as the same", "[R2.1]") {
  REQUIRE(rc::check([] {
    const instant t = instant::from_us(*rc::gen::inRange<std::int64_t>(0, at("2199-12-31T23:59:59Z").us()));
    RC_ASSERT(parse_instant(to_string(t), madrid()) == t);
  }));
}

TEST_CASE("exact time is read", "[R2.7]") {
  CHECK(read("90s") == duration::seconds(90));
  CHECK(read("12m30s") == duration::seconds(750));
  CHECK(read("36h") == duration::hours(36));
  CHECK(read("7d") == duration::days(7));
  CHECK(read("500ms") == duration::from_us(500'000));
  CHECK(read("250us") == duration::from_us(250));
  CHECK(read("1d2h3m4s5ms6us") == duration::from_us(93'784'005'006));
  CHECK(read("0s") == duration());
}

TEST_CASE("text that is no exact time is refused", "[R2.7]") {
  for (const char* text : {"", "s", "90", "-5m", "+5m", "1.5h", "30s12m", "1h1h", "1h 30m", "1 hour", "05m",
                           "5M", "1y", "1h30", "h1", "1__0s"}) {
    CAPTURE(text);
    REQUIRE_FALSE(read(text).has_value());
    CHECK(read(text).error().code == error_code::malformed);
  }
  CHECK_THAT(read("-5m").error().message, Catch::Contains("negative"));
  CHECK_THAT(read("30s12m").error().message, Catch::Contains("order d h m s ms us"));
}

TEST_CASE("exact time of more than the years that can be named is refused", "[R1.5]") {
  CHECK(read("84180d") == duration::days(84'180));
  CHECK(read("84180d1us").error().code == error_code::out_of_range);
  CHECK(read("9223372036854775807d").error().code == error_code::out_of_range);
  CHECK(read("99999999999999999999us").error().code == error_code::out_of_range);
}

TEST_CASE("exact time that is written is read as the same", "[R2.7]") {
  CHECK(to_string(duration::seconds(90)) == "1m30s");
  CHECK(to_string(duration::minutes(90)) == "1h30m");
  CHECK(to_string(duration::from_us(1)) == "1us");
  CHECK(to_string(duration()) == "0s");
  CHECK(to_string(duration::from_us(-1'500'000)) == "-1s500ms");
  CHECK(to_string(duration::from_us(INT64_MIN)) == "-106751991d4h54s775ms808us");
  REQUIRE(rc::check([] {
    const duration d = duration::from_us(*rc::gen::inRange<std::int64_t>(0, duration::days(84'000).us()));
    RC_ASSERT(parse_duration(to_string(d)) == d);
  }));
}

TEST_CASE("calendar time is read in the singular and the plural", "[R2.7]") {
  CHECK(parse_span("1 month") == span_of_time(calendar_span{1, calendar_unit::months}));
  CHECK(parse_span("3 months") == span_of_time(calendar_span{3, calendar_unit::months}));
  CHECK(parse_span("3 days") == span_of_time(calendar_span{3, calendar_unit::days}));
  CHECK(parse_span("1 week") == span_of_time(calendar_span{1, calendar_unit::weeks}));
  CHECK(parse_span("2 years") == span_of_time(calendar_span{2, calendar_unit::years}));
  CHECK(parse_span("36h") == span_of_time(duration::hours(36)));
}

TEST_CASE("text that is no length of time is refused with both ways to write one", "[R2.7]") {
  for (const char* text : {"", "month", "-1 month", "+1 month", "1.5 months", "1  month", "1 minute",
                           "1 Month", "one month", "1 month ", "x"}) {
    CAPTURE(text);
    REQUIRE_FALSE(parse_span(text).has_value());
    CHECK(parse_span(text).error().code == error_code::malformed);
    CHECK_THAT(parse_span(text).error().message, Catch::Contains("36h") && Catch::Contains("1 month"));
  }
  CHECK(parse_span("230 years").has_value());
  CHECK(parse_span("231 years").error().code == error_code::out_of_range);
  CHECK(parse_span("99999999999999999999 days").error().code == error_code::out_of_range);
}

TEST_CASE("a length of time that is written is read as the same", "[R2.7]") {
  REQUIRE(rc::check([] {
    const auto unit = *rc::gen::element(calendar_unit::days, calendar_unit::weeks, calendar_unit::months,
                                        calendar_unit::years);
    const span_of_time span = calendar_span{*rc::gen::inRange(0, 200), unit};
    RC_ASSERT(parse_span(to_string(span)) == span);
  }));
}

}  // namespace drawdown
