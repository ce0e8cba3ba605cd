// Several scenarios, run side by side.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/scenario_run.hpp"

namespace drawdown::cli {

// Runs the scenarios, `jobs` of them at a time (0: one per core), each on one thread unless the wishes name
// a number; says in their order what there is to say of each, then how they compare. `folders` has a place to
// keep each in, or none. What was not begun when an interrupt came is told as not run.
std::vector<scenario_report> run_side_by_side(
    const std::vector<std::string>& scenarios,
    const std::vector<std::optional<std::filesystem::path>>& folders, run_wishes wishes, unsigned jobs);

// Writes what there is to say of one run; a failure to do so counts as its own.
void tell(scenario_report& report, const std::string& output);

// The gravest code of all of them.
exit_code gravest_of(const std::vector<scenario_report>& runs);

}  // namespace drawdown::cli
