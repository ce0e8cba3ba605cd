// Counts the faults that happened to an account, from what both ledgers agree on.
#pragma once

#include <vector>

#include "engine/world/event.hpp"
#include "engine/worldgen/faults.hpp"

namespace drawdown::worldgen {

// Adds what the events of an account's whole run show. Faults of actors leave no event: whoever runs the
// world counts them.
void count_faults(const world& in, account_index account, const std::vector<event>& events,
                  fault_counts& into);

}  // namespace drawdown::worldgen
