#include "reports/pricing/interval.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <boost/multiprecision/cpp_int.hpp>

#include "engine/units/error.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown::reports::pricing {
namespace {

using boost::multiprecision::cpp_int;

// The 97.5 % quantile of Student's t in thousandths, by degrees of freedom from 1 on. Behind the last, that
// of the last: a little too wide.
constexpr std::array<std::int32_t, 30> quantiles = {
    12706, 4303, 3182, 2776, 2571, 2447, 2365, 2306, 2262, 2228, 2201, 2179, 2160, 2145, 2131,
    2120,  2110, 2101, 2093, 2086, 2080, 2074, 2069, 2064, 2060, 2056, 2052, 2048, 2045, 2042};

// The smallest whole number whose square is at least numerator / denominator.
int128 root_above(const cpp_int& numerator, const cpp_int& denominator) {
  const cpp_int quotient = numerator / denominator;
  cpp_int root = sqrt(quotient);
  while (root * root * denominator < numerator) ++root;
  return root.convert_to<int128>();
}

// t s / sqrt(n), where n (n - 1) s^2 = n sum(x^2) - sum(x)^2.
int128 margin_of(std::span<const int128> values) {
  const std::size_t n = values.size();
  cpp_int sum = 0;
  cpp_int squares = 0;
  for (const int128 value : values) {
    sum += value;
    squares += cpp_int(value) * value;
  }
  const cpp_int t = quantiles.at(std::min(n - 2, quantiles.size() - 1));
  const cpp_int spread = n * squares - sum * sum;
  constexpr int thousandths_squared = 1'000'000;
  return root_above(t * t * spread, cpp_int(n) * n * (n - 1) * thousandths_squared);
}

}  // namespace

bool estimate::differs_from_zero() const {
  return margin && (mean > *margin || -mean > *margin);
}

estimate estimate_of(std::span<const int128> values) {
  ensure(!values.empty(), "a mean needs a value");
  int128 sum = 0;
  for (const int128 value : values) sum += value;
  estimate made{divide(sum, static_cast<int128>(values.size()), rounding::half_even), std::nullopt};
  if (values.size() > 1) made.margin = margin_of(values);
  return made;
}

}  // namespace drawdown::reports::pricing
