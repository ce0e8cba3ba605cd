// What a piece of work costs beside time: counts that repeat exactly, made apart from the timed loop, so that
// they do not depend on how long it runs.
#pragma once

#include <cstddef>
#include <string>

#include <benchmark/benchmark.h>

#include "tests/support/allocation_count.hpp"

namespace drawdown::bench {

// Counts the allocations of `work`, which does so many items, as `allocations/ITEM`.
template <class Work>
void count_allocations(benchmark::State& state, const std::string& item, std::size_t items, Work work) {
  const std::uint64_t before = test::allocations();
  work();
  state.counters["allocations/" + item] =
      static_cast<double>(test::allocations() - before) / static_cast<double>(items);
}

}  // namespace drawdown::bench
