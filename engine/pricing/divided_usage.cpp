#include "engine/pricing/divided_usage.hpp"

#include <algorithm>
#include <vector>

#include "engine/units/rounding.hpp"

namespace drawdown {
namespace {

// Numbers of increments, both belonging to it.
struct range_of_parts {
  std::int64_t first = 1;
  std::int64_t last = 0;
};

std::int64_t increment_of(const meter& priced) {
  return priced.increment != 0 ? priced.increment : measure_size(priced.per);
}

// All parts that may be charged.
range_of_parts parts_of(const meter& priced, std::int64_t quantity) {
  const std::int64_t increment = increment_of(priced);
  const auto least = static_cast<std::int64_t>(divide(priced.minimum, increment, rounding::up));
  return {std::max<std::int64_t>(1, least), (quantity - 1) / increment};
}

// The parts whose total in the period lies in the tier above `from`, up to `up_to`: within it more never
// costs less.
range_of_parts in_tier(range_of_parts all, std::int64_t from, std::optional<std::int64_t> up_to,
                       std::int64_t counted, std::int64_t increment) {
  if (from >= counted) all.first = std::max(all.first, (from - counted) / increment + 1);
  if (up_to) all.last = *up_to < counted ? 0 : std::min(all.last, (*up_to - counted) / increment);
  return all;
}

// The ranges within which more never costs less, the largest parts first. A price by volume falls where a
// tier begins.
std::vector<range_of_parts> rising_ranges(const meter& priced, std::int64_t quantity, std::int64_t counted) {
  const range_of_parts all = parts_of(priced, quantity);
  const auto* volume = std::get_if<volume_price>(&priced.price);
  if (volume == nullptr) return {all};
  std::vector<range_of_parts> ranges;
  std::int64_t from = -1;
  for (const price_tier& tier : volume->tiers) {
    ranges.push_back(in_tier(all, from, tier.up_to, counted, increment_of(priced)));
    if (tier.up_to) from = *tier.up_to;
  }
  std::reverse(ranges.begin(), ranges.end());
  return ranges;
}

}  // namespace

std::optional<divided_usage> largest_part(const meter& priced, const measured& used, std::int64_t counted,
                                          const settings& rules, const std::function<bool(credits)>& covers) {
  ensure(used.times == 1, "a usage with a factor is not divided");
  const auto part = [&](std::int64_t increments) -> std::optional<divided_usage> {
    const std::int64_t quantity = increments * increment_of(priced);
    const auto price = cost_of(priced, {quantity, 1, used.value}, counted, rules);
    if (!price || !covers(price->cost)) return std::nullopt;
    return divided_usage{quantity, *price};
  };
  for (const range_of_parts& range : rising_ranges(priced, used.quantity, counted)) {
    if (range.first > range.last) continue;
    std::optional<divided_usage> largest = part(range.first);
    if (!largest) continue;
    std::int64_t covered = range.first;
    std::int64_t beyond = range.last + 1;
    while (beyond - covered > 1) {
      const std::int64_t middle = covered + (beyond - covered) / 2;
      if (const auto more = part(middle)) {
        largest = more;
        covered = middle;
      } else {
        beyond = middle;
      }
    }
    return largest;
  }
  return std::nullopt;
}

}  // namespace drawdown
