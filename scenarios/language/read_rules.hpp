// The rules of a scenario: its rule-book, the settings that it says otherwise, and what is assumed where the
// book knows nothing (R15).
#pragma once

#include "scenarios/language/mapping.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/rules_used.hpp"
#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// Reads `rules` and `settings` of a scenario, and puts their values and what was asked for into the world.
// Nothing of the rules comes back complete where something was wrong with them, which is reported.
rules_used read_rules(scenario_state& state, const mapping& keys, const rules_asked& asked);

// Reports every unknown setting that the scenario depends on, at its `rules` (R15.2). The world must be
// whole.
void report_missing_rules(scenario_state& state, rules_used& used);

// Reports settings that do not hold together, and those for which the catalog lacks something (R4.3, R4.5).
// The world must be whole.
void check_rules(scenario_state& state, rules_used& used);

}  // namespace drawdown::language
