// A usage that is charged in part: as many whole increments as what there is covers (R4.1).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "engine/pricing/usage_price.hpp"

namespace drawdown {

// A part of a quantity, and what it costs.
struct divided_usage {
  std::int64_t quantity = 0;
  usage_cost price;
};

// The most whole increments of the meter below the quantity, not below its minimum, whose cost `covers` says
// yes to; nothing where there are none. Without an increment whole units of the measure count. What covers a
// cost must cover every lower one. The usage is of a meter without a factor.
std::optional<divided_usage> largest_part(const meter& priced, const measured& used, std::int64_t counted,
                                          const settings& rules, const std::function<bool(credits)>& covers);

}  // namespace drawdown
