// A population file: who the customers are and how they behave (docs/populations.md).
#pragma once

#include "engine/population/population.hpp"
#include "scenarios/language/load_population.hpp"
#include "scenarios/language/mapping.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/read_scenario.hpp"
#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// Reads the file into the world of a state that nothing was read into, and into `made`. What is wrong is
// reported; both are whole only if nothing was. Gives the rules that it is run by.
rules_used read_population(scenario_state& state, const node& of, const catalog_opener& open_catalog,
                           const population_asked& asked, population::population_terms& made);

// Reads `behaviours`; positions are those in the file.
void read_behaviours(scenario_state& state, const node& at, std::vector<population::behaviour>& made);

// Reads `growth: {per_month: 4%}`, or another that has so much a month.
std::optional<parts_per_million> read_per_month(scope& in, const node& at, std::string_view what);

// Reads how customers leave, top up and recharge, and how often their cards fail.
void read_churn(scope& in, const node& at, population::churn_terms& made);
void read_top_up_habit(scenario_state& state, const node& at, population::top_up_habit& made);
void read_recharge_habit(scenario_state& state, const node& at,
                         std::optional<population::recharge_habit>& made);

}  // namespace drawdown::language
