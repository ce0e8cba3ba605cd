// Sums over many accounts, which may be wider than the 64 bits of a column.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "engine/units/error.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::reports {

// A sum over one account, which 64 bits hold (R1.5).
inline std::int64_t narrow(int128 sum) {
  ensure(sum >= INT64_MIN && sum <= INT64_MAX, "what an account comes to can be counted (R1.5)");
  return static_cast<std::int64_t>(sum);
}

template <std::size_t N>
using wide_sums = std::array<int128, N>;

// Gives sums as rows of a table that add up to them: one row at least, more where a sum passes 64 bits.
template <std::size_t N>
void in_rows(wide_sums<N> sums, const std::function<void(const std::array<std::int64_t, N>& row)>& put) {
  const auto is_left = [](int128 sum) { return sum != 0; };
  do {
    std::array<std::int64_t, N> row{};
    for (std::size_t i = 0; i < N; ++i) {
      row[i] = static_cast<std::int64_t>(std::clamp(sums[i], int128{INT64_MIN}, int128{INT64_MAX}));
      sums[i] -= row[i];
    }
    put(row);
  } while (std::ranges::any_of(sums, is_left));
}

}  // namespace drawdown::reports
