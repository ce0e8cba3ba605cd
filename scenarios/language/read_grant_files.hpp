// The section `grants`: what accounts have at the start, from tables (R2.10, R3.1).
#pragma once

#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// Reads the tables that `grants` names, and keeps their rows until their account is read.
void open_grant_files(scenario_state& state, const node& at);

// Adds to an account what the tables grant it, behind what it declares itself, in the order of tables and
// rows.
void read_granted_rows(scenario_state& state, account_index account);

// Reports rows whose account there is not. Called when all accounts are read.
void report_strange_rows(scenario_state& state);

}  // namespace drawdown::language
