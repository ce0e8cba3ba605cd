#include "engine/units/rounding.hpp"

#include <fmt/format.h>

#include "engine/units/planted.hpp"

namespace drawdown {

namespace {

// Whether the exact quotient, which lies `remainder / denominator` beyond `truncated`, goes away from zero.
template <class Integer>
bool goes_away_from_zero(Integer truncated, Integer remainder, Integer denominator, rounding mode) {
  const Integer to_next = denominator - remainder;
  switch (mode) {
    case rounding::down:
      return false;
    case rounding::up:
      return true;
    case rounding::half_up:
      return DRAWDOWN_PLANTED("half_goes_down", remainder >= to_next, remainder > to_next);
    case rounding::half_even:
      return remainder > to_next || (remainder == to_next && truncated % 2 != 0);
  }
  throw defect("divide: a way of rounding that is none");
}

template <class Integer>
Integer divide_in(Integer numerator, Integer denominator, rounding mode) {
  const Integer truncated = numerator / denominator;
  const Integer remainder = numerator - truncated * denominator;
  if (remainder == 0) return truncated;
  const bool negative = numerator < 0;
  if (!goes_away_from_zero<Integer>(truncated, negative ? -remainder : remainder, denominator, mode))
    return truncated;
  return negative ? truncated - 1 : truncated + 1;
}

bool fits_64_bits(int128 value) {
  return value >= INT64_MIN && value <= INT64_MAX;
}

}  // namespace

int128 divide(int128 numerator, int128 denominator, rounding mode) {
  ensure(denominator > 0, "divide: the denominator must be above zero");
  // A processor divides 64 bits in one instruction, 128 bits only by a routine, and every debit divides.
  if (fits_64_bits(numerator) && fits_64_bits(denominator))
    return divide_in(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator), mode);
  return divide_in(numerator, denominator, mode);
}

result<std::int64_t> scale(std::int64_t amount, std::int64_t numerator, std::int64_t denominator,
                           rounding mode) {
  // Two 64-bit factors cannot pass 128 bits; only the quotient has to be looked at.
  const int128 quotient = divide(int128{amount} * numerator, denominator, mode);
  if (!fits_64_bits(quotient))
    return fail(error_code::out_of_range,
                fmt::format("{} x {} / {} is beyond 64 bits", amount, numerator, denominator));
  return static_cast<std::int64_t>(quotient);
}

result<std::int64_t> checked_add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum))
    return fail(error_code::out_of_range, fmt::format("{} + {} is beyond 64 bits", a, b));
  return sum;
}

result<std::int64_t> checked_subtract(std::int64_t a, std::int64_t b) {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(a, b, &difference))
    return fail(error_code::out_of_range, fmt::format("{} - {} is beyond 64 bits", a, b));
  return difference;
}

}  // namespace drawdown
