// Several runs at a glance.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "cli/scenario_run.hpp"

namespace drawdown::cli {

// A line for each run in the given order, at most `columns` wide where that can be, and what they come to
// together, the slowest named. `wall` is how long all of them took.
std::string summary_text(const std::vector<scenario_report>& runs, std::chrono::duration<double> wall,
                         std::size_t columns, bool colored);

}  // namespace drawdown::cli
