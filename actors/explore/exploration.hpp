// The loop over seeds: a world is drawn from each, or one is given, and run in two ways (explore_world.hpp),
// on several threads, until there were enough or one failed.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "actors/explore/explore_world.hpp"
#include "engine/worldgen/diversity.hpp"

namespace drawdown::explore {

// The world of a seed.
std::shared_ptr<const world> world_of_seed(std::uint64_t seed);

struct wishes {
  std::shared_ptr<const world> scenario{};         // run in the place of worlds that are drawn
  std::uint64_t from = 0;                          // the first seed
  std::optional<std::uint64_t> seeds{};            // so many; nothing: until the time is over
  std::optional<std::chrono::nanoseconds> time{};  // no seed is begun after it
  unsigned jobs = 1;                               // threads, each with a seed of its own
  worldgen::feature_set features{};  // seeds whose world lacks one of them are passed over, and not counted
  const std::atomic<bool>* interrupted = nullptr;

  // Is asked of one world in `checked_one_in`, by seed: what is wrong with it, beyond its runs; nothing where
  // nothing is. Called from several threads.
  std::function<std::optional<std::string>(const std::shared_ptr<const world>&)> also_check{};
  static constexpr std::uint64_t checked_one_in = 50;
  bool check_all = false;  // asks it of every world
};

// A seed whose world failed.
struct failed_seed {
  std::uint64_t seed = 0;
  failure what;
};

// What an exploration came to. All counts are the same on any number of threads, unless it failed, or ended
// by the clock.
struct exploration {
  std::uint64_t seeds = 0;        // explored
  std::uint64_t passed_over = 0;  // for want of a feature
  std::uint64_t next_seed = 0;    // where to go on
  std::uint64_t accounts = 0;
  std::uint64_t steps = 0;  // of timelines and files: what was done to accounts
  std::uint64_t events = 0;
  std::uint64_t runs = 0;
  std::uint64_t messages = 0;         // handled, in runs on one thread
  std::uint64_t restarts = 0;         // of actors that died, in runs on one thread
  std::uint64_t checked = 0;          // of `also_check`
  std::uint64_t virtual_seconds = 0;  // that accounts lived through, over both runs
  std::uint64_t digest = 0;           // of everything
  worldgen::fault_counts faults{};
  worldgen::diversity features{};
  std::optional<failed_seed> failed;  // the lowest
  bool interrupted = false;
};

// Explores. `on_tick` is called on this thread a few times a second with what there is so far.
exploration explore(const wishes& wanted, const std::function<void(const exploration&)>& on_tick = {});

// How many seeds in a row may lack a feature before the search is given up.
inline constexpr std::uint64_t most_passed_over = 200'000;

}  // namespace drawdown::explore
