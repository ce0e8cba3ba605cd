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

// By which version of the catalog something is priced (R7.3), and in which usage period it counts (R7.2).
struct tariff {
  const catalog* terms = nullptr;
  std::uint16_t version = 0;
  std::size_t period = 0;  // position in books::billing
};

// R2.5: of what occurred then, or, where that is never, occurs now: the version of that instant, and the
// period that the instant falls into.
tariff tariff_of(const desk& d, instant occurred_at);
// R6.1: of what was held then: the version of that instant, in the present period.
tariff tariff_of_hold(const desk& d, instant placed);

// R7.1, R7.2: what it costs, as if so much more of the meter had been billed before; it changes nothing.
// Nothing is answered where the billed quantity, the period's total with it or the cost pass what can be
// counted (R1.5).
std::optional<priced> price_of(const desk& d, const tariff& by, const metered_quantity& wanted,
                               std::int64_t billed_besides = 0);

// R7.2: what was billed of the meter in the period so far.
std::int64_t billed_before(const desk& d, const tariff& by, meter_index meter);

// R7.2: whether what is billed of a meter counts: its price goes by the total in one version at least.
bool is_counted(const desk& d, meter_index meter);

// R7.2: what was billed counts in its usage period, where the meter's price goes by it.
void count_billed(desk& d, const tariff& by, meter_index meter, std::int64_t billed);

}  // namespace drawdown::reference
