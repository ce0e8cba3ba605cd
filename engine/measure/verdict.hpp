// What is said of two measurements of the same thing, in words.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/measure/bootstrap.hpp"

namespace drawdown::measurement {

enum class verdict : std::uint8_t { improved, unchanged, regressed, inconclusive };

// As it is printed and as JSON names it.
std::string_view word_for(verdict what);

// The verdict on a ratio of costs, B over A: more than one is worse. With a tolerance of 5 % the band of what
// is no change goes from 1/1.05 to 1.05, so that A against B is the mirror of B against A.
//   regressed     the ratio is above the band, and the whole interval above one
//   improved      the ratio is below the band, and the whole interval below one
//   unchanged     the whole interval is within the band
//   inconclusive  anything else: the interval is too wide to say
verdict judge(const ratio_estimate& cost, double tolerance);

// The ratio of costs where what is measured is a yield, of which more is better: A over B.
ratio_estimate inverted(const ratio_estimate& yield);

}  // namespace drawdown::measurement
