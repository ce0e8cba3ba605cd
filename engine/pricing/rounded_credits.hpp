// The last place of credit that grants and prices keep (R1.1).
#pragma once

#include <cstdint>
#include <optional>

#include "engine/settings/settings.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown {

// One unit in the last place, 10^-credit_decimals credits, in micro-credits.
std::int64_t last_place_micro(const settings& rules);

// `amount` rounded once to the last place; nothing where that passes 64 bits (R1.5).
std::optional<credits> rounded_credits(credits amount, const settings& rules, rounding mode);

}  // namespace drawdown
