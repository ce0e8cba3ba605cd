// Brings the steps and rows of a world into the order of a file.
#pragma once

#include "engine/world/world.hpp"

namespace drawdown::worldgen {

// Numbers the steps of all accounts together, from 1 and without gaps, by their instants, and the rows of
// each usage file, so that a scenario can say them. Steps of one instant and account keep their order. Keys
// that come from a place follow, also where other steps name them.
void number_steps(world& of);

}  // namespace drawdown::worldgen
