// Usage from a table (R2.9).
#pragma once

#include <optional>

#include "scenarios/language/scenario_state.hpp"
#include "scenarios/usage/row_source.hpp"

namespace drawdown::language {

// Reads a usage file into the world, or keeps it for later where its rows are read while the scenario is run.
// `columns` may be null of events; a format that is not said is that of the file's name.
void read_usage_file(scenario_state& state, const node& file, const node* columns,
                     std::optional<bulk::table_format> said);

}  // namespace drawdown::language
