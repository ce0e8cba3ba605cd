// What a usage costs (R7.1).
#pragma once

#include <cstdint>

#include "engine/catalog/catalog.hpp"
#include "engine/settings/settings.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/error.hpp"

namespace drawdown {

// The price of `quantity` (millionths of a unit, or microseconds; not negative): raised to the meter's
// minimum, rounded up to its increment, and rounded once to the last credit decimal (R1.4). A quantity of
// zero costs nothing. `out_of_range` where the amount passes 64 bits (R1.5).
result<credits> cost_of(const meter& priced, std::int64_t quantity, const settings& rules);

}  // namespace drawdown
