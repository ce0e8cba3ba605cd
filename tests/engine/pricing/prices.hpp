// What the tests of prices share: a catalog to buy from, and arithmetic without an end to hold prices
// against.
#pragma once

#include <optional>
#include <string>

#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/pricing/purchase.hpp"
#include "printing.hpp"

namespace Catch {
template <>
struct StringMaker<drawdown::purchase_or_refusal> {
  static std::string convert(const drawdown::purchase_or_refusal& bought) {
    if (!bought) return std::string(drawdown::name_of(bought.error()));
    return drawdown::to_string(bought->brings) + " credits for " + std::to_string(bought->price.minor()) +
           " minor";
  }
};
}  // namespace Catch

namespace drawdown::test {

// One dollar buys fifty credits.
inline catalog dollars() {
  catalog sold;
  sold.unit = currency::of("USD").value();
  sold.rate = {money::from_minor(100), credits::whole(50)};
  return sold;
}

// A settled result: what is bought, or the refusal.
inline purchase_or_refusal buys(credits brings, money price) {
  return purchase{price, brings};
}
inline purchase_or_refusal refused(outcome why) {
  return tl::unexpected(why);
}

using boost::multiprecision::cpp_int;

// numerator / denominator, both not negative, rounded as R1.4 says, of numbers without an end.
inline cpp_int exact_quotient(const cpp_int& numerator, const cpp_int& denominator, rounding mode) {
  const cpp_int whole = numerator / denominator;
  const cpp_int twice_rest = 2 * (numerator % denominator);
  switch (mode) {
    case rounding::down:
      return whole;
    case rounding::up:
      return twice_rest > 0 ? cpp_int(whole + 1) : whole;
    case rounding::half_up:
      return twice_rest >= denominator ? cpp_int(whole + 1) : whole;
    case rounding::half_even:
      break;
  }
  const bool up = twice_rest > denominator || (twice_rest == denominator && whole % 2 == 1);
  return up ? cpp_int(whole + 1) : whole;
}

// 10^(6 - credit_decimals): the last place of credit in micro-credits.
inline cpp_int exact_last_place(const settings& rules) {
  return boost::multiprecision::pow(cpp_int(10),
                                    static_cast<unsigned>(credits::decimals - rules.credit_decimals));
}

inline std::optional<std::int64_t> in_64_bits(const cpp_int& value) {
  if (value > INT64_MAX) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

inline rc::Gen<rounding> any_rounding() {
  return rc::gen::element(rounding::down, rounding::up, rounding::half_up, rounding::half_even);
}

// Not negative, small and large alike.
inline std::int64_t any_amount() {
  return *rc::gen::inRange<std::int64_t>(0, INT64_MAX) >> *rc::gen::inRange(0, 63);
}

}  // namespace drawdown::test
