// What a change of units, seats or plan would cost (R7.4).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R7.4: answers a quote; nothing changes.
outcome work_quote(desk& d, const effect_key& key, const quote_command& asked);

}  // namespace drawdown::reference
