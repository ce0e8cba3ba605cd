// What so much of a meter costs, where that may depend on what was billed of it before in the usage period
// (R7.1, R7.2).
#pragma once

#include <cstdint>
#include <optional>

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// What is charged for: the quantity as it is billed (millionths or microseconds), and its cost.
struct priced {
  credits cost;
  std::int64_t billed = 0;
};

// R7.1, R7.2: the price at this instant; it changes nothing. Nothing is answered where the billed quantity,
// the period's total with it or the cost pass what can be counted (R1.5).
std::optional<priced> price_of(const desk& d, const metered_quantity& wanted);

// R7.2: what was billed counts in the usage period, where the meter's price goes by it.
void count_billed(desk& d, meter_index meter, std::int64_t billed);

}  // namespace drawdown::reference
