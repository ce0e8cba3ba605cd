// From a world that failed to the smallest that fails in the same way.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "actors/explore/explore_world.hpp"

namespace drawdown::explore {

struct shrunk_failure {
  std::shared_ptr<const world> what;
  std::optional<failure>
      failed;  // of the small world, as it was seen; nothing: even the whole one did not fail again
  std::uint64_t tries = 0;
  std::uint64_t steps_before = 0;
  std::uint64_t steps = 0;
};

// A judge beyond the runs, or a condition on worlds that are tried.
using world_test = std::function<bool(const std::shared_ptr<const world>&)>;

// Shrinks a world that failed so. Where the ledgers differ each try runs the accounts alone, else with actors
// as the failure says. `is_allowed`, where there is one, must hold of every world that is tried;
// `language_fails` says whether a world fails in the language.
shrunk_failure shrink_failure(const std::shared_ptr<const world>& in, const failure& found,
                              const world_test& language_fails, const world_test& is_allowed = {});

}  // namespace drawdown::explore
