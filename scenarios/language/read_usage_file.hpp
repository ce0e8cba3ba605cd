// A table with usage, each row of which is a debit, or one for each of several meters (R2.9, R5.5).
#pragma once

#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// Reads the table that `file` names as `columns` says.
void read_usage_file(scenario_state& state, const node& file, const node& columns);

}  // namespace drawdown::language
