// Usage: its price, and whether it is charged (R4, R5, R7.1).
#pragma once

#include <optional>

#include "engine/catalog/catalog.hpp"
#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R7.1, R1.4: what so much of a meter costs; nothing where that passes what can be counted (R1.5).
std::optional<credits> cost_of(const meter& priced_by, std::int64_t quantity, const settings& rules);

// R4: charges or refuses one usage, and answers its outcome: for one that came before, the first (R4.3).
outcome work_usage(desk& d, const usage& used);

}  // namespace drawdown::reference
