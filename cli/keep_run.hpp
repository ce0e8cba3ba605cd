// A run that is over, put into its folder.
#pragma once

#include <chrono>
#include <vector>

#include "actors/run.hpp"
#include "cli/block_keeper.hpp"
#include "cli/run_folder.hpp"
#include "cli/scenario_run.hpp"
#include "reports/store/facts.hpp"

namespace drawdown::cli {

// Writes the run store, results and manifest of a run whose blocks are in the folder already. Of accounts
// that `blocks` folded the store has totals. `more`: files that went into it beside those of the scenario.
result<void> keep_run(const language::loaded& scenario, const run_wishes& wishes, const run_folder& folder,
                      block_keeper& blocks, const run_outcome& outcome, std::chrono::duration<double> wall,
                      const std::vector<reports::input_hash>& more = {});

}  // namespace drawdown::cli
