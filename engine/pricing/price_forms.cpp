#include "engine/pricing/price_forms.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "engine/units/error.hpp"
#include "engine/units/planted.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown {
namespace {

// A sum of exact amounts, as long as it can be counted.
class exact_sum {
 public:
  // Adds `count` times a price.
  void add(std::int64_t count, const unit_price& price) {
    const std::int64_t shared = std::gcd(denominator_, price.denominator);
    const std::int64_t widened_by = price.denominator / shared;
    int128 before = 0;
    int128 added = 0;
    if (__builtin_mul_overflow(numerator_, int128{widened_by}, &before) ||
        __builtin_mul_overflow(int128{count} * price.numerator_micro, int128{denominator_ / shared},
                               &added) ||
        __builtin_add_overflow(before, added, &numerator_) ||
        __builtin_mul_overflow(denominator_, widened_by, &denominator_))
      counts_ = false;
  }

  // The sum of prices for so much of the measure.
  std::optional<exact_micro> per(std::int64_t measure_size) const {
    if (!counts_) return {};
    return exact_micro{numerator_, int128{denominator_} * measure_size};
  }

 private:
  int128 numerator_ = 0;
  std::int64_t denominator_ = 1;
  bool counts_ = true;
};

// The first tier that the total does not pass: its bound is part of it.
const price_tier& tier_of(const std::vector<price_tier>& tiers, std::int64_t total) {
  return *std::find_if(tiers.begin(), tiers.end() - 1, [&](const price_tier& tier) {
    return DRAWDOWN_PLANTED("tier_bound_exclusive", total <= *tier.up_to, total < *tier.up_to);
  });
}

// Prices a usage by each form; `total` is what the period has with it.
struct pricing {
  const billed_usage& used;
  std::int64_t total;
  std::int64_t measure_size;

  std::optional<exact_micro> flat(std::int64_t quantity, const unit_price& price) const {
    exact_sum sum;
    sum.add(quantity, price);
    return sum.per(measure_size);
  }

  std::optional<exact_micro> operator()(const unit_price& price) const { return flat(used.quantity, price); }

  std::optional<exact_micro> operator()(const price_by_value& by) const {
    ensure(used.value < by.values.size(), "a usage names one of the values that the price goes by");
    return flat(used.quantity, by.values[used.value].price);
  }

  std::optional<exact_micro> operator()(const graduated_price& graduated) const {
    exact_sum sum;
    std::int64_t done = used.counted;
    for (const price_tier& tier : graduated.tiers) {
      const std::int64_t until = tier.up_to ? std::min(*tier.up_to, total) : total;
      if (until <= done) continue;
      sum.add(until - done, tier.price);
      done = until;
    }
    return sum.per(measure_size);
  }

  std::optional<exact_micro> operator()(const volume_price& volume) const {
    return flat(used.quantity, tier_of(volume.tiers, total).price);
  }

  std::optional<exact_micro> operator()(const package_price& package) const {
    const auto begun = [&](std::int64_t quantity) { return divide(quantity, package.size, rounding::up); };
    exact_sum sum;
    sum.add(static_cast<std::int64_t>(begun(total) - begun(used.counted)), package.price);
    constexpr std::int64_t a_package = 1;
    return sum.per(a_package);
  }
};

}  // namespace

std::optional<exact_micro> exact_price(const meter& priced, const billed_usage& used) {
  std::int64_t total = 0;
  if (__builtin_add_overflow(used.counted, used.quantity, &total)) return std::nullopt;
  return std::visit(pricing{used, total, measure_size(priced.per)}, priced.price);
}

}  // namespace drawdown
