// The section `usage`: bulk usage from tables, or row by row (R2.4 H, R2.9).
#pragma once

#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// Reads all usage files into the world, in their order. Called when the timeline is read.
void read_usage(scenario_state& state, const node& at);

// Adds one usage of a file: to its agent, or to the steps of its account where it has none. Its file is told
// by its order.
void add_row(scenario_state& state, account_index account, const usage& row, source_place place);

// Whether usage can have occurred at an instant: not after it arrives, and not before the accounts began
// (R2.5). Reports it where it cannot. An arrival that is not known is not held against it.
bool check_occurred(const scenario_state& state, scope& in, text_place where, instant occurred,
                    std::optional<instant> arrival);

// Warns of refunds of what no step and no row uses. Called when the usage is read.
void warn_of_strange_debits(scenario_state& state);

// Reads an entry with `rows`: usage as it is written by `drawdown expand`, each row under its line.
void read_usage_rows(scenario_state& state, const node& file, const node& rows);

}  // namespace drawdown::language
