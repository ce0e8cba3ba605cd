// Brings a drawn world to what the language can say.
#pragma once

#include "engine/world/world.hpp"

namespace drawdown::worldgen {

// What no scenario may say is changed into the nearest that one may, or left out: amounts of nothing, lots
// that end before they begin, keys and people where a step has none, terms that contradict each other,
// recharges that could never be made. Places of steps stay; `number_steps` is to follow.
void make_sayable(world& of);

}  // namespace drawdown::worldgen
