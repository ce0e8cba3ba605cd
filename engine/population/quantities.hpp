// How much one usage is. A function of 64 random bits, of integers alone (R14.7).
#pragma once

#include <cstdint>

#include "engine/population/habits.hpp"

namespace drawdown::population {

// A value of the standard normal distribution, times 2^32; between -6.4 and 6.4.
std::int64_t normal(std::uint64_t random_bits);

// A value of the lognormal distribution of which half are at most `median`, and 95 of 100 at most `p95`. Both
// are above zero, the median is not above the other.
std::int64_t lognormal(std::int64_t median, std::int64_t p95, std::uint64_t random_bits);

// A quantity: drawn, then rounded to whole grains, half up; one grain at least. A fixed one is what it is.
std::int64_t quantity_of(const drawn_quantity& of, std::uint64_t random_bits);

}  // namespace drawdown::population
