// What is sold: meters with their prices, the rate of credit, and the terms of top-ups (R7.1, R9.1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/time/calendar.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/units/rate.hpp"

namespace drawdown {

// What a meter counts. One unit of a measure is `measure_size` in the quantity of a usage.
enum class measure : std::uint8_t { unit, second, minute };

// How much of a usage's quantity one unit of the measure is: a quantity counts millionths of a unit, and
// microseconds where time is measured.
constexpr std::int64_t measure_size(measure m) {
  return m == measure::minute ? 60'000'000 : 1'000'000;
}

// An exact price in micro-credits per unit of the measure: numerator / denominator (R1.3).
struct unit_price {
  std::int64_t numerator_micro = 0;
  std::int64_t denominator = 1;
  friend bool operator==(const unit_price&, const unit_price&) = default;
};

// Turns an activity into credits: unit price x quantity, the quantity raised to `minimum` and rounded up to
// the `increment` (R7.1). Quantities in millionths of a unit, or microseconds; zero stands for "none".
struct meter {
  std::string name;
  measure per = measure::unit;
  unit_price price;
  std::int64_t minimum = 0;
  std::int64_t increment = 0;
  std::optional<bool> requires_positive_balance;  // R4.4; nothing: the setting decides
  std::string feature = {};                       // that it belongs to (R3.8, R5.5); empty: none
};

// What may be bought, and how long it lives (R9.1).
struct top_up_terms {
  std::optional<money> minimum;
  std::optional<money> maximum;
  std::vector<money> tiers;             // if there are tiers and no bounds, only these may be bought
  std::optional<span_of_time> expires;  // after it became effective; nothing: never (R3.2)
};

// All that is sold under one name, in one currency.
struct catalog {
  std::string name;
  currency unit;
  credit_rate rate;
  std::vector<meter> meters;
  top_up_terms top_ups;
};

// The position of a meter in `catalog::meters`.
using meter_index = std::uint16_t;

}  // namespace drawdown
