// How the runs of a world go: drawn from its seed, and as unlike each other as may be, because nothing that
// comes of a world may depend on it (R14.7).
#pragma once

#include <cstdint>
#include <string>

#include "actors/run.hpp"
#include "engine/worldgen/faults.hpp"

namespace drawdown::explore {

// Draws the plans of a seed's runs.
class run_plans {
 public:
  explicit run_plans(std::uint64_t seed) : seed_(seed) {}

  // The first: a random walk over the actors that are ready.
  run_options first() const;

  // The second, of a world whose first run took so many messages: by priorities with up to four changes of
  // them (PCT), now and then on threads; with other chunks, epochs and windows; actors are killed at some of
  // the points that the accounts come to.
  run_options second(const world& in, std::uint64_t messages) const;

 private:
  std::uint64_t seed_;
};

// The fault that somebody is who dies at that point.
worldgen::fault fault_of(kill_point point);

// In words: "schedule 17 by priorities of depth 3, epochs of a day, chunk 7, window 1, account-0 killed
// during a charge from 2026-03-21T00:00:00Z on".
std::string text_of(const run_options& how, const world& in);

}  // namespace drawdown::explore
