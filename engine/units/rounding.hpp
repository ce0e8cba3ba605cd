// Rounding, once, at the end (R1.4), and exact scaling of an integer by a fraction.
#pragma once

#include <cstdint>

#include "engine/units/error.hpp"
#include "engine/units/wide.hpp"

namespace drawdown {

// How a quotient that is not whole becomes whole. `down` is toward zero, `up` away from it (R1.4).
enum class rounding : std::uint8_t { down, up, half_up, half_even };

// The quotient numerator / denominator, rounded once. The denominator must be above zero.
int128 divide(int128 numerator, int128 denominator, rounding mode);

// amount x numerator / denominator, exact until one rounding. R1.5: a result beyond 64 bits, or a
// product beyond 128, is `out_of_range` and names the operation and the operands.
result<std::int64_t> scale(std::int64_t amount, std::int64_t numerator, std::int64_t denominator,
                           rounding mode);

// a + b and a - b, or `out_of_range` naming the operands (R1.5).
result<std::int64_t> checked_add(std::int64_t a, std::int64_t b);
result<std::int64_t> checked_subtract(std::int64_t a, std::int64_t b);

}  // namespace drawdown
