// When books are closed and gateways pay out, in UTC whatever zone an account lives in (R13.3, R13.4).
#pragma once

#include "engine/time/instant.hpp"
#include "engine/world/world.hpp"

namespace drawdown::ledger {

// The end of the calendar month that holds `t`: midnight on the first of the next one.
instant month_end_after(instant t);

// Whether the books of a run are cut off at `t`, its end: fees are earned up to there. A month that ends
// then, or an instant later, closes by itself.
bool is_cut_off(instant t, const world& in);

// The first midnight after `t` at which a gateway pays out; never where it does not.
instant payout_after(instant t, payout_every every);

}  // namespace drawdown::ledger
