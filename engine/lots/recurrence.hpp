// When a grant comes again (R3.9).
#pragma once

#include "engine/time/calendar.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown {

// The first boundary after `t` of a lot that became effective at `effective`: each is counted from the
// anchor, never from the one before (R2.2); the anchor itself is one if it was given.
instant next_recurrence(const recurrence& terms, instant effective, instant t, const zone_table& zone,
                        month_end rule);

}  // namespace drawdown
