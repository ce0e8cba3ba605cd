// Where held credit goes that is not captured (R3.7, R6.4).
#pragma once

#include <vector>

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R6.2, R6.3: the hold is over and gives back what it still has, each slice to where R3.7 sends it. From now
// on its key is answered with `ended_as` (R6.5). A hold that nobody can name is forgotten: the reference is
// then void.
std::vector<released_slice> end_hold(desk& d, hold& h, outcome ended_as);

}  // namespace drawdown::reference
