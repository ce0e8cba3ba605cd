#include "actors/load/find_max.hpp"

#include <algorithm>

namespace drawdown::load {
namespace {

constexpr std::size_t most_tries = 40;
constexpr std::uint64_t most_rate = 1'000'000'000;

}  // namespace

rate_search find_highest_rate(std::uint64_t first,
                              const std::function<std::optional<bool>(std::uint64_t)>& holds) {
  rate_search search;
  std::optional<std::uint64_t> lowest_failed;
  const auto next_rate = [&]() -> std::optional<std::uint64_t> {
    if (search.tries.empty()) return first;
    if (!lowest_failed) {
      if (*search.highest >= most_rate) return std::nullopt;
      return std::min(*search.highest * 2, most_rate);
    }
    if (!search.highest) {
      if (*lowest_failed == 1) return std::nullopt;
      return *lowest_failed / 2;
    }
    const std::uint64_t apart = *lowest_failed - *search.highest;
    if (apart <= std::max<std::uint64_t>(*search.highest / 20, 1)) return std::nullopt;
    return *search.highest + apart / 2;
  };
  while (search.tries.size() < most_tries) {
    const auto rate = next_rate();
    if (!rate) break;
    const auto does = holds(*rate);
    if (!does) break;
    search.tries.push_back({*rate, *does});
    if (*does)
      search.highest = std::max(search.highest.value_or(0), *rate);
    else
      lowest_failed = std::min(lowest_failed.value_or(UINT64_MAX), *rate);
  }
  return search;
}

}  // namespace drawdown::load
