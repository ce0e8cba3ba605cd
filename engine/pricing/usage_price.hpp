// What a usage costs (R7.1).
#pragma once

#include <cstdint>

#include "engine/catalog/catalog.hpp"
#include "engine/settings/settings.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/error.hpp"
#include "engine/world/names.hpp"

namespace drawdown {

// How much of a meter is used, as its price sees it.
struct measured {
  std::int64_t quantity = 0;     // in millionths of a unit, or microseconds; not negative
  std::int64_t times = 1;        // what it is multiplied by; above zero
  value_index value = no_value;  // of the attribute that the price goes by
};

// What a usage costs, and how much of its meter is counted for it in the usage period (R7.2).
struct usage_cost {
  credits cost;
  std::int64_t billed = 0;
  friend bool operator==(const usage_cost&, const usage_cost&) = default;
};

// The price of a usage where `counted` of the meter was used before in the usage period: the quantity is
// raised to the meter's minimum, rounded up to its increment, multiplied, priced exactly, and rounded once to
// the last credit decimal (R1.4). A quantity of zero costs nothing. `out_of_range` where an amount passes 64
// bits (R1.5).
result<usage_cost> cost_of(const meter& priced, const measured& used, std::int64_t counted,
                           const settings& rules);

}  // namespace drawdown
