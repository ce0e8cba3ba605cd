#include "engine/units/decimal.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/units/credits.hpp"

namespace drawdown {

TEST_CASE("a decimal is read exactly", "[R1.1]") {
  CHECK(parse_decimal("1200", 6) == 1'200'000'000);
  CHECK(parse_decimal("12.50", 6) == 12'500'000);
  CHECK(parse_decimal("0.000001", 6) == 1);
  CHECK(parse_decimal("-0.5", 6) == -500'000);
  CHECK(parse_decimal("0", 0) == 0);
  CHECK(parse_decimal("1_000_000", 0) == 1'000'000);
  CHECK(parse_decimal("0.000_001", 6) == 1);
}

TEST_CASE("a decimal that could be misread is refused", "[R1.1]") {
  for (const char* text : {"",     "-",     "+5",  "010",   "00",  "-01", ".5",   "5.",   ".",
                           "1e5",  "1E5",   "1,5", "1 000", "_1",  "1_",  "1__0", "1_.5", "1._5",
                           "1.5_", "1.2.3", "--1", "0x10",  "NaN", "inf", "5 ",   " 5",   "1_-"}) {
    CAPTURE(text);
    REQUIRE_FALSE(parse_decimal(text, 6).has_value());
    CHECK(parse_decimal(text, 6).error().code == error_code::malformed);
  }
}

TEST_CASE("what is wrong with a decimal is said", "[R1.1]") {
  const auto complaint = [](std::string_view text, int places) {
    return parse_decimal(text, places).error().message;
  };
  CHECK_THAT(complaint("010", 6), Catch::Contains("\"010\"") && Catch::Contains("leading zero"));
  CHECK_THAT(complaint("+5", 6), Catch::Contains("leading plus"));
  CHECK_THAT(complaint("1e5", 6), Catch::Contains("exponent"));
  CHECK_THAT(complaint(".5", 6), Catch::Contains("before the point"));
  CHECK_THAT(complaint("5.", 6), Catch::Contains("after the point"));
  CHECK_THAT(complaint("1_", 6), Catch::Contains("underscore"));
  CHECK_THAT(complaint("0.1234567", 6), Catch::Contains("at most 6 decimals"));
  CHECK_THAT(complaint("1.0", 0), Catch::Contains("whole number"));
}

TEST_CASE("a decimal beyond 64 bits is refused, the last one within is not", "[R1.5]") {
  CHECK(parse_decimal("9223372036854.775807", 6) == INT64_MAX);
  CHECK(parse_decimal("-9223372036854.775808", 6) == INT64_MIN);
  CHECK(parse_decimal("9223372036854.775808", 6).error().code == error_code::out_of_range);
  CHECK(parse_decimal("-9223372036854.775809", 6).error().code == error_code::out_of_range);
  CHECK(parse_decimal(std::string(60, '9'), 6).error().code == error_code::out_of_range);
  CHECK_THAT(parse_decimal("9223372036855", 6).error().message, Catch::Contains("9223372036854.775807"));
}

TEST_CASE("a decimal is written with all its places, or without trailing zeros", "[R1.1]") {
  CHECK(format_decimal(1'234'500'000, 6, true) == "1234.5");
  CHECK(format_decimal(1'234'500'000, 6, false) == "1234.500000");
  CHECK(format_decimal(100'000'000, 6, true) == "100");
  CHECK(format_decimal(100, 0, true) == "100");
  CHECK(format_decimal(-1, 6, true) == "-0.000001");
  CHECK(format_decimal(0, 6, true) == "0");
  CHECK(format_decimal(INT64_MIN, 6, true) == "-9223372036854.775808");
}

TEST_CASE("what is written is read as the same", "[R1.1]") {
  REQUIRE(rc::check([](std::int64_t count, bool trim) {
    const int places = *rc::gen::inRange(0, 19);
    RC_ASSERT(parse_decimal(format_decimal(count, places, trim), places) == count);
  }));
}

TEST_CASE("any text is read or refused, and what is read is written as it was", "[R1.1]") {
  REQUIRE(rc::check([] {
    const auto text =
        *rc::gen::container<std::string>(rc::gen::element('0', '1', '9', '.', '-', '_', '+', 'e'));
    const result<std::int64_t> read = parse_decimal(text, 6);
    if (!read) return;
    RC_ASSERT(text.find_first_of("+e") == std::string::npos);
    RC_ASSERT(parse_decimal(format_decimal(*read, 6, false), 6) == *read);
  }));
}

TEST_CASE("credits have six decimals", "[R1.1]") {
  CHECK(to_string(credits::from_micro(1'234'500'000)) == "1234.5");
  CHECK(to_string(-credits::whole(3)) == "-3");
  CHECK(parse_credits("12.50") == credits::from_micro(12'500'000));
  CHECK(parse_credits("0.0000001").error().code == error_code::malformed);
}

TEST_CASE("a sum of credits that passes 64 bits is a defect, not a wrong sum", "[R1.5]") {
  CHECK_THROWS_AS(credits::largest() + credits::from_micro(1), defect);
  CHECK_THROWS_AS(credits::from_micro(INT64_MIN) - credits::from_micro(1), defect);
  CHECK_THROWS_AS(-credits::from_micro(INT64_MIN), defect);
}

}  // namespace drawdown
