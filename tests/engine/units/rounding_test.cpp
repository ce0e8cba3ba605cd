#include "engine/units/rounding.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>
#include <rapidcheck.h>

namespace drawdown {

namespace {

using boost::multiprecision::cpp_int;

cpp_int wide(int128 value) {
  const bool negative = value < 0;
  __extension__ using uint128 = unsigned __int128;
  const auto magnitude = negative ? -static_cast<uint128>(value) : static_cast<uint128>(value);
  cpp_int whole = static_cast<std::uint64_t>(magnitude >> 64U);
  whole = (whole << 64U) + static_cast<std::uint64_t>(magnitude);
  return negative ? cpp_int(-whole) : whole;
}

// Any of 128 bits, small and large alike.
rc::Gen<int128> any_wide() {
  return rc::gen::map(rc::gen::tuple(rc::gen::arbitrary<std::int64_t>(), rc::gen::arbitrary<std::uint64_t>(),
                                     rc::gen::inRange(0, 128)),
                      [](const std::tuple<std::int64_t, std::uint64_t, int>& parts) {
                        const int128 whole =
                            int128{std::get<0>(parts)} * (int128{1} << 64U) + std::get<1>(parts);
                        return whole >> std::get<2>(parts);
                      });
}

// Any of 64 bits, small and large alike.
rc::Gen<std::int64_t> any_narrow() {
  return rc::gen::map(rc::gen::pair(rc::gen::arbitrary<std::int64_t>(), rc::gen::inRange(0, 63)),
                      [](const std::pair<std::int64_t, int>& parts) { return parts.first >> parts.second; });
}

rc::Gen<rounding> any_rounding() {
  return rc::gen::element(rounding::down, rounding::up, rounding::half_up, rounding::half_even);
}

// What R1.4 says, of numbers without an end: twice the distance to the exact quotient decides.
cpp_int exact_divide(const cpp_int& numerator, const cpp_int& denominator, rounding mode) {
  const cpp_int magnitude = abs(numerator);
  const cpp_int whole = magnitude / denominator;
  const cpp_int twice_rest = 2 * (magnitude % denominator);
  bool away = false;
  if (mode == rounding::up) away = twice_rest > 0;
  if (mode == rounding::half_up) away = twice_rest >= denominator;
  if (mode == rounding::half_even)
    away = twice_rest > denominator || (twice_rest == denominator && whole % 2 == 1);
  const cpp_int rounded = away ? cpp_int(whole + 1) : whole;
  return numerator < 0 ? cpp_int(-rounded) : rounded;
}

}  // namespace

TEST_CASE("a quotient that is not whole is rounded as asked for", "[R1.4]") {
  struct row {
    int numerator;
    int down, up, half_up, half_even;
  };
  // Halves of 2: 0.5, 1.5, 2.5, their negatives, and a whole one.
  const row rows[] = {{1, 0, 1, 1, 0},    {3, 1, 2, 2, 2},      {5, 2, 3, 3, 2},     {4, 2, 2, 2, 2},
                      {-1, 0, -1, -1, 0}, {-3, -1, -2, -2, -2}, {-5, -2, -3, -3, -2}};
  for (const row& r : rows) {
    CAPTURE(r.numerator);
    CHECK((divide(r.numerator, 2, rounding::down) == r.down));
    CHECK((divide(r.numerator, 2, rounding::up) == r.up));
    CHECK((divide(r.numerator, 2, rounding::half_up) == r.half_up));
    CHECK((divide(r.numerator, 2, rounding::half_even) == r.half_even));
  }
}

TEST_CASE("a quotient is the exact one, rounded once, for all operands of 128 bits", "[R1.4]") {
  REQUIRE(rc::check([] {
    const int128 numerator = *any_wide();
    const int128 denominator = *rc::gen::suchThat(any_wide(), [](int128 d) { return d > 0; });
    const rounding mode = *any_rounding();
    RC_ASSERT(wide(divide(numerator, denominator, mode)) ==
              exact_divide(wide(numerator), wide(denominator), mode));
  }));
}

TEST_CASE("scaling is exact until its one rounding, and refused beyond 64 bits", "[R1.4][R1.5]") {
  REQUIRE(rc::check([] {
    const std::int64_t amount = *any_narrow();
    const std::int64_t numerator = *any_narrow();
    const std::int64_t denominator = *rc::gen::suchThat(any_narrow(), [](std::int64_t d) { return d > 0; });
    const rounding mode = *any_rounding();
    const cpp_int expected = exact_divide(cpp_int(amount) * numerator, denominator, mode);
    const result<std::int64_t> scaled = scale(amount, numerator, denominator, mode);
    if (expected >= INT64_MIN && expected <= INT64_MAX)
      RC_ASSERT(cpp_int(scaled.value()) == expected);
    else
      RC_ASSERT(scaled.error().code == error_code::out_of_range);
  }));
}

TEST_CASE("an overflow names the operation and its operands", "[R1.5]") {
  CHECK(checked_add(INT64_MAX, 1).error() ==
        error{error_code::out_of_range, "9223372036854775807 + 1 is beyond 64 bits"});
  CHECK(checked_subtract(INT64_MIN, 1).error() ==
        error{error_code::out_of_range, "-9223372036854775808 - 1 is beyond 64 bits"});
  CHECK(scale(INT64_MAX, 3, 2, rounding::down).error() ==
        error{error_code::out_of_range, "9223372036854775807 x 3 / 2 is beyond 64 bits"});
  CHECK(checked_add(INT64_MAX - 1, 1) == INT64_MAX);
  CHECK(checked_subtract(INT64_MIN + 1, 1) == INT64_MIN);
  CHECK(scale(INT64_MIN, -1, 2, rounding::down) == INT64_MAX / 2 + 1);
}

TEST_CASE("dividing by nothing is a defect of the caller", "[R1.4]") {
  CHECK_THROWS_AS(divide(1, 0, rounding::down), defect);
  CHECK_THROWS_AS(divide(1, -2, rounding::down), defect);
}

}  // namespace drawdown
