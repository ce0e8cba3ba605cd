// What commands that simulate customers have in common: the customers' world is made, and run, with progress.
#pragma once

#include <optional>
#include <string_view>

#include "actors/run.hpp"
#include "cli/simulated_world.hpp"

namespace drawdown::cli {

// Finds out what the customers do. `name` is put before what is shown of that, where it is not empty. Nothing
// if it was interrupted.
std::optional<simulated_world> settle_customers(const language::loaded_population& from,
                                                const run_options& options, std::string_view name,
                                                bool quiet);

// Runs their world, with the usage that they make.
run_outcome run_simulated(const simulated_world& made, run_options options, block_sink& sink, bool quiet);

}  // namespace drawdown::cli
