#include "bench/support/ratios.hpp"

#include <array>

namespace drawdown::bench {

std::span<const ratio> ratios() {
  static constexpr std::array lines = {
      ratio{"loading a scenario / parsing its YAML", "scenario/load/accounts/1000",
            "scenario/parse/accounts/1000"},
  };
  return lines;
}

}  // namespace drawdown::bench
