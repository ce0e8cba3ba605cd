#include "engine/population/arrivals.hpp"

#include <algorithm>
#include <bit>

#include "engine/population/fixed_point.hpp"
#include "engine/population/tables.hpp"
#include "engine/units/error.hpp"

namespace drawdown::population {
namespace {

__extension__ using uint128 = unsigned __int128;

std::uint64_t times_fixed(std::uint64_t n, std::uint64_t factor) {
  const uint128 product = (uint128{n} * factor) >> 32U;
  return product > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(product);
}

}  // namespace

// The inverse of the distribution is -ln(u) for a `u` that is uniform between 0 and 1: the logarithm of 2^64
// less that of the bits, to the base e.
std::uint64_t exponential(std::uint64_t random_bits) {
  const std::uint64_t missing = (std::uint64_t{64} << 32U) - binary_logarithm(random_bits | 1U).bits;
  return times_fixed(missing, natural_logarithm_of_two);
}

arrival_gap gap_to_next(arrival_process process, arrival_gap mean, std::uint64_t random_bits) {
  ensure(process != arrival_process::spread, "usages spread over days have no gap");
  if (process == arrival_process::even) return mean;
  return {times_fixed(mean.picoseconds, exponential(random_bits))};
}

arrival_gap first_gap(arrival_process process, arrival_gap mean, std::uint64_t random_bits) {
  if (process == arrival_process::even)
    return {static_cast<std::uint64_t>(uint128{random_bits} * mean.picoseconds >> 64U)};
  return gap_to_next(process, mean, random_bits);
}

std::int64_t session_length(std::int64_t mean, std::int64_t least, std::int64_t most,
                            std::uint64_t random_bits) {
  ensure(mean > 0 && least >= 0 && least <= most, "a session has a mean and bounds in their order");
  const std::uint64_t drawn = times_fixed(static_cast<std::uint64_t>(mean), exponential(random_bits));
  const std::uint64_t bounded = std::min(drawn, static_cast<std::uint64_t>(most));
  return std::max(static_cast<std::int64_t>(bounded), least);
}

}  // namespace drawdown::population
