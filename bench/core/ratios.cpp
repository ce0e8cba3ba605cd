#include "bench/support/ratios.hpp"

#include <array>

namespace drawdown::bench {

std::span<const ratio> ratios() {
  static constexpr std::array<ratio, 3> lines = {{
      {"a debit in the core / a bare loop", "debit/core", "debit/bare_loop"},
      {"a debit with a given key / with a derived one", "debit/core_given_keys", "debit/core"},
      {"a debit in the reference ledger / in the core", "debit/reference/iterations:300", "debit/core"},
  }};
  return lines;
}

}  // namespace drawdown::bench
