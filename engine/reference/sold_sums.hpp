// Which sums of money credit is sold for (R9.1).
#pragma once

#include <optional>

#include "engine/catalog/catalog.hpp"
#include "engine/world/outcome.hpp"

namespace drawdown::reference {

// R9.1: why such a sum is not sold: it is none of the tiers, nor within the bounds. Nothing where it is.
std::optional<outcome> why_not_sold(const top_up_terms& terms, money price);

}  // namespace drawdown::reference
