// Functions of fixed-point numbers: 32 bits behind the point, looked up and interpolated. They are off by
// less than one part in 100 000.
#pragma once

#include <compare>
#include <cstdint>

namespace drawdown::population {

// A number that is not negative, times 2^32.
struct fixed {
  std::uint64_t bits = 0;
  static constexpr std::uint64_t one = std::uint64_t{1} << 32U;
  friend constexpr auto operator<=>(const fixed&, const fixed&) = default;
};

// How often two is multiplied to make `n`, which is above zero.
fixed binary_logarithm(std::uint64_t n);

// One over two to the power of `exponent`, with 62 bits behind the point; zero where that is too few.
std::uint64_t inverse_power_of_two(fixed exponent);

}  // namespace drawdown::population
