// The money that a part of a lot stands for (R13.2).
#pragma once

#include "engine/lots/lot.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"

namespace drawdown {

// `D(part)`: what of the lot's cost stays deferred while so much of it is left, half to even. `part` is at
// most what was granted, where it cost anything.
money money_share(const lot& of, credits part);

}  // namespace drawdown
