// A run whose store stays in memory: nothing of it is kept.
#pragma once

#include <memory>

#include "actors/run.hpp"
#include "cli/progress.hpp"
#include "engine/units/error.hpp"
#include "reports/store/store.hpp"

namespace drawdown::cli {

struct stored_run {
  run_outcome outcome;
  reports::run_store store;
};

// Runs the world, with the watcher told meanwhile, and puts what happened into a store in memory. An error is
// one of our own bytes.
result<stored_run> run_in_memory(const std::shared_ptr<const world>& what, run_options options,
                                 run_watcher& watcher);

}  // namespace drawdown::cli
