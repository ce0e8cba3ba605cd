// Usage of a divisible meter that is not covered whole: as much of it as is (R4.1).
#pragma once

#include <optional>

#include "engine/reference/debits.hpp"
#include "engine/reference/desk.hpp"
#include "engine/reference/prices.hpp"

namespace drawdown::reference {

// A part of a quantity that credit and limit cover.
struct covered_part {
  std::int64_t quantity = 0;
  priced price;
  decision decided;
};

// R4.1: the largest number of whole increments, at least the minimum and less than the whole, whose cost is
// covered; nothing where none is. `whole` says who wants it.
std::optional<covered_part> largest_covered_part(const desk& d, const tariff& by,
                                                 const metered_quantity& wanted, const debit& whole);

}  // namespace drawdown::reference
