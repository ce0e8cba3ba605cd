// In which order lots are burned, and what they may pay, written apart from both ledgers.
#pragma once

#include "engine/settings/settings.hpp"
#include "engine/time/zone.hpp"
#include "engine/world/event.hpp"

namespace drawdown::invariants {

// R3.3: whether lot `a` is burned before lot `b` under these settings. At one priority a user's lot comes
// before one of nobody.
bool burns_before(const settings& rules, const lot_event& a, const lot_event& b);

// R3.8: whether what is so restricted may pay for usage of this meter on behalf of this user. Restricted to
// meters, it pays for nothing that has none.
bool admits(const restriction& only, meter_index meter, user_index user);

// R2.1: when a lot is over that expires then; never for one that never does.
instant end_instant(const settings& rules, instant expires);

// R3.9: the first instant after `after` at which a lot recurs that became effective at `effective`.
instant next_recurrence(const recurrence& recurs, instant effective, instant after, const zone_table& zone,
                        month_end rule);

}  // namespace drawdown::invariants
