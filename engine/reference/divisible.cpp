#include "engine/reference/divisible.hpp"

#include <algorithm>
#include <vector>

#include "engine/units/rounding.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::reference {
namespace {

// Numbers of increments from the first to the last, over which the cost never falls; empty where it ends
// before it begins.
struct increments {
  std::int64_t first = 1;
  std::int64_t last = 0;
};

// R7.2: a volume price may fall from one tier to the next, and only there; no other price ever falls.
std::vector<increments> rising_stretches(const desk& d, const tariff& by, const meter& of, meter_index number,
                                         increments all, std::int64_t size) {
  const auto* volume = std::get_if<volume_price>(&of.price);
  if (!volume) return {all};
  const std::int64_t before = billed_before(d, by, number);
  std::vector<increments> stretches;
  for (const price_tier& tier : volume->tiers) {
    const std::int64_t bound = tier.up_to.value_or(INT64_MAX);
    const std::int64_t last_within = bound < before ? 0 : std::min(all.last, (bound - before) / size);
    stretches.push_back({all.first, last_within});
    all.first = std::max(all.first, last_within + 1);
  }
  return stretches;
}

// The last number of a stretch that fits, where all before one that fits do too.
template <class Fits>
std::optional<std::int64_t> last_that_fits(increments among, Fits fits) {
  if (among.first > among.last || !fits(among.first)) return std::nullopt;
  while (among.first < among.last) {
    const std::int64_t middle = among.last - (among.last - among.first) / 2;
    if (fits(middle))
      among.first = middle;
    else
      among.last = middle - 1;
  }
  return among.first;
}

}  // namespace

std::optional<covered_part> largest_covered_part(const desk& d, const tariff& by,
                                                 const metered_quantity& wanted, const debit& whole) {
  const meter& of = by.terms->meters[wanted.meter];
  const std::int64_t size = of.increment > 0 ? of.increment : measure_size(of.per);
  const auto least = static_cast<std::int64_t>(divide(of.minimum, size, rounding::up));
  const increments all{std::max<std::int64_t>(1, least), (wanted.quantity - 1) / size};
  const auto part_of = [&](std::int64_t count) {
    metered_quantity part = wanted;
    part.quantity = count * size;
    covered_part found{part.quantity, {}, {.result = outcome::amount_out_of_range}};
    const std::optional<priced> price = price_of(d, by, part);
    if (!price) return found;
    found.price = *price;
    debit in_part = whole;
    in_part.cost = price->cost;
    found.decided = decide_all_or_nothing(d, in_part);
    return found;
  };
  const auto is_covered = [&](std::int64_t count) {
    return part_of(count).decided.result == outcome::charged;
  };
  const std::vector<increments> stretches = rising_stretches(d, by, of, wanted.meter, all, size);
  for (auto stretch = stretches.rbegin(); stretch != stretches.rend(); ++stretch)
    if (const auto count = last_that_fits(*stretch, is_covered)) return part_of(*count);
  return std::nullopt;
}

}  // namespace drawdown::reference
