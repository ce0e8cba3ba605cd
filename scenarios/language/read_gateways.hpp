// The section `gateways`: how payments are answered and how their notices travel (R10.1).
#pragma once

#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// Reads all gateways into the world.
void read_gateways(scenario_state& state, const node& at);

}  // namespace drawdown::language
