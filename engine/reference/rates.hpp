// What money buys and credit costs, where the rate goes by how much is bought (R9.1, R1.3).
#pragma once

#include <optional>
#include <vector>

#include "engine/catalog/catalog.hpp"
#include "engine/settings/settings.hpp"

namespace drawdown::reference {

// R9.1: the rates at which a catalog sells credit: each from so many credits of one purchase on, the first
// from none.
std::vector<rate_step> rates_of(const catalog& sold);

// R9.1: the credit that is bought for so much money, rounded once as grants are (R1.4); nothing where it
// can't be counted (R1.5).
std::optional<credits> credits_for(const catalog& sold, money paid, const settings& rules);

// R9.1: what so much credit costs, rounded once; nothing where it can't be counted.
std::optional<money> price_of(const catalog& sold, credits wanted, rounding mode);

}  // namespace drawdown::reference
