// Lots that begin anew: grants that recur (R3.9), and resets (R3.10).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R3.9: when the lot recurs next: at the first boundary after now, counted from the anchor.
void set_next_recurrence(const desk& d, lot& l);

// When the next lot recurs.
instant next_recurrence(const books& b);

// R3.9: the lots that recur now, by id: what is left and not held is written off, the granted amount is there
// again.
void recur_lots(desk& d);

// R3.10: of each lot that has a rollover, `min(max, max(left, min))` is left; then debt is dropped where the
// setting says so.
void reset_lots(desk& d);

}  // namespace drawdown::reference
