// What `drawdown explore` tells: on a terminal, and as a document for programs.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "actors/explore/exploration.hpp"
#include "cli/shrunk_scenario.hpp"

namespace drawdown::cli {

struct explore_report {
  std::uint64_t from = 0;
  explore::exploration found;
  std::shared_ptr<const world> what;  // the scenario that was explored; null: worlds were drawn
  std::string file;                   // its name
  bool tells_diversity = false;
  std::optional<std::uint64_t> seed;  // the one that is told of in detail
  std::string scenario;               // where the failure was written; empty: nowhere
  shrunk_scenario shrunk{};           // that was written there

  // What was run for a seed.
  std::shared_ptr<const world> world_of(std::uint64_t of_seed) const {
    return what ? what : explore::world_of_seed(of_seed);
  }
};

// The share of seeds that may fail at most, with 95 % confidence, where so many were explored and none did.
double failure_bound(std::uint64_t clean_seeds);

std::string explore_text(const explore_report& report);

// How small a failure is, and where it was written, unless that is nowhere: then also how it is run again.
std::string shrunk_text(const std::string& file, const shrunk_scenario& made);

// `wall` and `jobs` go into the object `measurement`, which alone may differ from run to run.
std::string explore_json(const explore_report& report, std::chrono::nanoseconds wall, unsigned jobs);

// "1200 seeds  310/s  of 5000  12 s left", at most `columns` wide.
std::string explore_progress(const explore::exploration& now, const explore::wishes& wanted,
                             std::chrono::milliseconds elapsed, std::size_t columns);

}  // namespace drawdown::cli
