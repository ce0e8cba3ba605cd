#include "bench/support/ratios.hpp"

#include <array>

namespace drawdown::bench {

std::span<const ratio> ratios() {
  static constexpr std::array lines = {
      ratio{"a debit in the core / a bare loop", "debit/core", "debit/bare_loop"},
      ratio{"a debit with a given key / with a derived one", "debit/core_given_keys", "debit/core"},
      ratio{"a debit with 100 000 lots / with 3", "debit/core_with_lots/100000", "debit/core_with_lots/3"},
      ratio{"a debit of cold accounts / of a hot one", "debit/cold/accounts/100000/iterations:100000",
            "debit/core"},
      ratio{"a debit in the reference ledger / in the core", "debit/reference/iterations:100", "debit/core"},
      ratio{"the verdict on a debit / the debit in the core", "debit/verdict/iterations:100", "debit/core"},
      ratio{"an epoch of 64 agents / the same in order", "merge/agents/64", "merge/in_order/agents/64"},
  };
  return lines;
}

}  // namespace drawdown::bench
