// Amounts of credit as they are asked for and charged: rounding, and what usage costs (R1.1, R1.7, R7.1).
#pragma once

#include <cstdint>
#include <optional>

#include "engine/catalog/catalog.hpp"
#include "engine/settings/settings.hpp"
#include "engine/units/credits.hpp"

namespace drawdown::reference {

// R1.1: credit rounded to the decimals that a grant may have; nothing beyond 64 bits (R1.5).
std::optional<credits> round_granted(credits amount, const settings& rules);

// R6.1: credit that is held or captured, rounded as usage is.
std::optional<credits> round_used(credits amount, const settings& rules);

// R3.11: how much a negative amount takes, rounded as a grant is.
std::optional<credits> round_taken(credits below_zero, const settings& rules);

// R7.1, R1.4: what so much of a meter costs; nothing where that passes what can be counted (R1.5).
std::optional<credits> cost_of(const meter& priced_by, std::int64_t quantity, const settings& rules);

}  // namespace drawdown::reference
