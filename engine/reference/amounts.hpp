// Amounts of credit as they are asked for: how they are rounded (R1.1, R1.7).
#pragma once

#include <cstdint>
#include <optional>

#include "engine/settings/settings.hpp"
#include "engine/units/credits.hpp"

namespace drawdown::reference {

// R1.1: the smallest amount that the rules' `credit_decimals` know, in the millionths in which credit is
// counted.
std::int64_t smallest_micro(const settings& rules);

// R1.1: credit rounded to the decimals that a grant may have; nothing beyond 64 bits (R1.5).
std::optional<credits> round_granted(credits amount, const settings& rules);

// R6.1: credit that is held or captured, rounded as usage is.
std::optional<credits> round_used(credits amount, const settings& rules);

// R3.11: how much a negative amount takes, rounded as a grant is.
std::optional<credits> round_taken(credits below_zero, const settings& rules);

}  // namespace drawdown::reference
