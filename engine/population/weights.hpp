// Who gets how much of a load: the weight of each account by its rank.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/units/error.hpp"

namespace drawdown::population {

// Everybody alike.
struct uniform_skew {
  friend bool operator==(const uniform_skew&, const uniform_skew&) = default;
};
// The n-th gets one over n^S of what the first gets.
struct zipf_skew {
  std::uint32_t exponent_thousandths = 1000;  // at most 4'000
  friend bool operator==(const zipf_skew&, const zipf_skew&) = default;
};
// So much of the load, evenly, on the first hundredth of the accounts (at least one), the rest evenly on the
// others.
struct hotspot_skew {
  std::uint32_t share_ppm = 0;
  friend bool operator==(const hotspot_skew&, const hotspot_skew&) = default;
};
using skew = std::variant<uniform_skew, zipf_skew, hotspot_skew>;

// Reads `uniform`, `zipf:1.1` (0 to 4, three decimals), `hotspot:90%`.
result<skew> parse_skew(std::string_view text);
std::string to_string(const skew& of);

// The weight of each of so many accounts, the first the heaviest; none is zero.
std::vector<std::uint64_t> weights(const skew& of, std::uint32_t accounts);

}  // namespace drawdown::population
