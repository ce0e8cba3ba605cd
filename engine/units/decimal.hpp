// Exact decimals as text: the one reader and writer behind credits, money and quantities (R1.1).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/units/error.hpp"

namespace drawdown {

// Reads a decimal into an integer count of 10^-places. Refused: an exponent, a leading zero or plus, a bare
// point, more decimals than `places`, anything beyond 64 bits. `_` may stand between digits.
result<std::int64_t> parse_decimal(std::string_view text, int places);

// Writes a count of 10^-places exactly. With `trim`, trailing zeros of the fraction are dropped.
std::string format_decimal(std::int64_t count, int places, bool trim);

}  // namespace drawdown
