// The money behind the credit of lots: what of it is deferred, and what becomes of it (R13.2). A lot without
// a cost has none: nothing is kept or divided for it.
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R13.2: `D(x)`: the part of what was paid for a lot that belongs to so much of its credit.
money money_behind(const lot& l, credits amount);

// R13.2: what is deferred of a lot of which so much is left: `D(x)`, or `E(x)` where a part is expected never
// to be used.
int128 money_deferred(const desk& d, const lot& l, credits left);

// R13.2: a lot is booked: its cost goes into `deferred`, from where it was until now.
void defer_cost(desk& d, const lot& l, money_account from);

// R13.2: so much was left of a lot, and so much is now: the money behind that goes out of `deferred` to that
// account; where there is more now, it comes back from there. What `E` makes of it beyond `D` is breakage.
void move_deferred(desk& d, const lot& l, credits before, credits after, money_account to);

}  // namespace drawdown::reference
