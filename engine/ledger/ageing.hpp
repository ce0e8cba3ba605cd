// How soon credit that was paid for ends, as finance sorts what it owes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/time/instant.hpp"

namespace drawdown::ledger {

enum class age : std::uint8_t { under_30_days, under_90_days, under_365_days, later, never };
inline constexpr std::size_t ages = 5;

// Of what ends at that instant (never: it has no end), seen from `now`.
age age_of(instant ends, instant now);

}  // namespace drawdown::ledger
