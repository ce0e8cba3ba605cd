// `thresholds:` of a scenario file: `debit.latency.p99 < 2ms`.
#pragma once

#include <vector>

#include "scenarios/language/findings.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/thresholds.hpp"

namespace drawdown::language {

// Reads the list. `is_open_loop`: whether the load has a rate, without which nothing lags. What is wrong is
// reported and left out.
std::vector<threshold> read_thresholds(scope& in, const node& at, bool is_open_loop);

}  // namespace drawdown::language
