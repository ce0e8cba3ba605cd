// Simulated customers written as a scenario.
#pragma once

#include <string>
#include <vector>

#include "engine/population/habits.hpp"
#include "engine/units/error.hpp"
#include "engine/world/world.hpp"
#include "scenarios/language/rules_used.hpp"

namespace drawdown::language {

// The scenario of a population's world (write_scenario.hpp): what its customers use, by `habits` as the
// accounts stand, is in the timeline, use by use, so that the scenario runs to the same figures. Refused
// (`out_of_range`): more than a timeline may have.
result<std::string> write_population(const world& what,
                                     const std::vector<population::customer_habits>& habits,
                                     const rules_used* rules = nullptr);

}  // namespace drawdown::language
