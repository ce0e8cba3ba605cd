#include "engine/population/quantities.hpp"

#include <algorithm>

#include "engine/population/fixed_point.hpp"
#include "engine/population/tables.hpp"
#include "engine/units/error.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::population {
namespace {

__extension__ using uint128 = unsigned __int128;

constexpr std::uint64_t doublings = (normal_entries - 1) / normal_per_doubling;
constexpr std::int64_t most_doublings = 59;  // of what is drawn: larger quantities are no quantities

std::int64_t to_grains(std::int64_t drawn, std::int64_t grain) {
  return std::max<std::int64_t>((drawn + grain / 2) / grain, 1) * grain;
}

}  // namespace

// The first bit says on which side, the others how few lie further out there: a share u/2 for a `u` that is
// uniform between 0 and 1.
std::int64_t normal(std::uint64_t random_bits) {
  const std::uint64_t share = random_bits << 1U | 1U;
  const std::uint64_t halvings = (std::uint64_t{64} << 32U) - binary_logarithm(share).bits;
  const std::uint64_t place = std::min(halvings, (doublings << 32U) - 1) * normal_per_doubling;
  const std::size_t index = place >> 32U;
  const std::uint64_t below = normal_table.at(index);
  const std::uint64_t step = normal_table.at(index + 1) - below;
  const std::uint64_t out = below + (step * (place & (fixed::one - 1)) >> 32U);
  const bool is_above = random_bits >> 63U != 0;
  return is_above ? static_cast<std::int64_t>(out) : -static_cast<std::int64_t>(out);
}

// Two to the power of what is normal around the logarithm of the median.
std::int64_t lognormal(std::int64_t median, std::int64_t p95, std::uint64_t random_bits) {
  ensure(median > 0 && median <= p95, "a lognormal quantity has a median above zero, and a larger p95");
  const auto logarithm = [](std::int64_t of) {
    return static_cast<std::int64_t>(binary_logarithm(static_cast<std::uint64_t>(of)).bits);
  };
  const std::int64_t middle = logarithm(median);
  const std::int64_t spread = logarithm(p95) - middle;
  const int128 off = int128{spread} * normal(random_bits) / static_cast<std::int64_t>(normal_of_95);
  const int128 most = int128{most_doublings} << 32U;
  const int128 exponent = std::clamp<int128>(middle + off, 0, most);
  const std::uint64_t inverse = (std::uint64_t{62} << 32U) - static_cast<std::uint64_t>(exponent);
  return static_cast<std::int64_t>(inverse_power_of_two(fixed{inverse}));
}

std::int64_t quantity_of(const drawn_quantity& of, std::uint64_t random_bits) {
  switch (of.by) {
    case drawn_quantity::law::fixed:
      break;
    case drawn_quantity::law::uniform: {
      const auto choices = static_cast<std::uint64_t>(of.most - of.least) + 1;
      const auto above = static_cast<std::int64_t>(uint128{random_bits} * choices >> 64U);
      return to_grains(of.least + above, of.grain);
    }
    case drawn_quantity::law::lognormal:
      return to_grains(lognormal(of.least, of.most, random_bits), of.grain);
  }
  return of.least;
}

}  // namespace drawdown::population
