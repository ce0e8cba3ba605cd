// The section `timeline`: what happens, step by step, in file order (R2.4 G, I).
#pragma once

#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

inline constexpr std::size_t most_steps = 50'000;

// Reads all steps into the accounts of the world. Called when everything else is read.
void read_timeline(scenario_state& state, const node& at);

}  // namespace drawdown::language
