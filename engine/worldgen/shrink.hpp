// Makes a world that fails as small as it can be while it still fails.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "engine/world/world.hpp"

namespace drawdown::worldgen {

// Whether a world fails in the way that is looked for.
using fails_still = std::function<bool(const std::shared_ptr<const world>&)>;

struct shrunk_world {
  std::shared_ptr<const world> what;
  std::uint64_t tries = 0;         // worlds that were asked about
  std::uint64_t steps_before = 0;  // of timelines and files, grants included
  std::uint64_t steps = 0;
};

// Takes away accounts, steps, agents, versions, terms and settings, and makes what stays plainer, as long as
// `fails` says so. Every world that it is asked about can be said as a scenario, if `in` can; usage that
// agents draw is written out where the world fails with that, too. Ends after so many tries at the latest.
// `in` must fail.
shrunk_world shrink(std::shared_ptr<const world> in, const fails_still& fails,
                    std::uint64_t most_tries = 20'000);

// The steps of all timelines and files, and the grants of declarations.
std::uint64_t steps_in(const world& of);

}  // namespace drawdown::worldgen
