// Looks for the highest rate that still does.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace drawdown::load {

struct rate_try {
  std::uint64_t rate = 0;
  bool holds = false;
};

struct rate_search {
  std::vector<rate_try> tries;           // in their order
  std::optional<std::uint64_t> highest;  // that held; nothing: none did
};

// Doubles a rate from `first` until it no longer holds, or halves it until it does; then bisects until the
// two are within a twentieth of each other. `holds` answers nothing where the search is given up. At most 40
// tries.
rate_search find_highest_rate(std::uint64_t first,
                              const std::function<std::optional<bool>(std::uint64_t rate)>& holds);

}  // namespace drawdown::load
