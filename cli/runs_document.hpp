// Several runs as one JSON document. Its fields are described in docs/results.md.
#pragma once

#include <string>
#include <vector>

#include "cli/scenario_run.hpp"

namespace drawdown::cli {

// The results of all runs, in the given order. The same bytes for the same runs, but for what may differ in
// each results.json. The reports are those of runs whose output is JSON.
std::string runs_document(const std::vector<scenario_report>& from);

}  // namespace drawdown::cli
