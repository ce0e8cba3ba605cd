// Which benchmark is held against which: a figure means little alone, its ratio to a floor of the same run
// much.
#pragma once

#include <span>

namespace drawdown::bench {

// One line of the table that ends a run.
struct ratio {
  const char* meaning;
  const char* measured;  // names of benchmarks, as they are printed
  const char* floor;
};

// The lines of this program, in their order. Each benchmark program says its own.
std::span<const ratio> ratios();

}  // namespace drawdown::bench
