// The turn of the grant periods and cycles of a subscription (R2.4 C, R8.2).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// When lots of the subscription end, or one of its periods turns.
instant next_turn_of_cycle(const books& b);

// R2.4 C1: lots whose grant period is over end, and what rolls over is carried.
void turn_cycle_lots(desk& d);

// R2.4 C5, C6: scheduled changes act; the next cycle is charged, or what costs nothing is granted.
void turn_subscription(desk& d);

}  // namespace drawdown::reference
