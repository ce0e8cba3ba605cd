// The forms that a price may have: flat, by the value of an attribute, in tiers, in packages (R7.2).
#pragma once

#include <cstdint>
#include <optional>

#include "engine/catalog/catalog.hpp"
#include "engine/units/wide.hpp"
#include "engine/world/names.hpp"

namespace drawdown {

// An exact amount of micro-credits; the denominator is above zero.
struct exact_micro {
  int128 numerator_micro = 0;
  int128 denominator = 1;
};

// What a price is asked for.
struct billed_usage {
  std::int64_t quantity = 0;  // as it is billed
  std::int64_t counted = 0;   // of the meter in the usage period before
  value_index value = no_value;
};

// What that costs, before any rounding; nothing where it, or what it is made of, can't be counted in 128
// bits, or where the period's total passes 64 bits. A price by value must be asked with one of its values.
std::optional<exact_micro> exact_price(const meter& priced, const billed_usage& used);

}  // namespace drawdown
