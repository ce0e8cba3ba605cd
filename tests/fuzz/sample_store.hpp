// Runs that were kept, to ask and to damage.
#pragma once

#include <cstddef>

#include "reports/store/store.hpp"

namespace drawdown::fuzz {

inline constexpr std::size_t sample_stores = 4;

// One of them, in memory; each is made once.
reports::run_store& sample_store(std::size_t which);

}  // namespace drawdown::fuzz
