#include "bench/support/ratios.hpp"

#include <array>

namespace drawdown::bench {

std::span<const ratio> ratios() {
  static constexpr std::array lines = {
      ratio{"a replay, verified / unverified", "replay/verified/real_time", "replay/unverified/real_time"},
      ratio{"a replay, unverified / its rows alone", "replay/unverified/real_time",
            "replay/rows_alone/real_time"},
  };
  return lines;
}

}  // namespace drawdown::bench
