// What money stands behind the credit of a lot (R13.2).
#pragma once

#include "engine/reference/state.hpp"

namespace drawdown::reference {

// R13.2: `D(x)`: the part of what was paid for a lot that belongs to so much of its credit.
money money_behind(const lot& l, credits amount);

}  // namespace drawdown::reference
