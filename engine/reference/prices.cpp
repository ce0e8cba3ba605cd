#include "engine/reference/prices.hpp"

#include <algorithm>
#include <numeric>
#include <variant>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "engine/reference/amounts.hpp"
#include "engine/units/rounding.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::reference {
namespace {

// What was billed in the usage period: from one total, which had its price, up to another.
struct stretch {
  std::int64_t from = 0;
  std::int64_t to = 0;

  std::int64_t length() const { return to - from; }
};

// So many times one price.
struct priced_part {
  std::int64_t count = 0;
  unit_price price;
};

// The parts of a cost: mostly there is one.
using priced_parts = boost::container::small_vector<priced_part, 2>;

// These, and how much of what they count is one unit of their prices.
struct breakdown {
  priced_parts parts;
  std::int64_t per_unit = 1;
};

// R7.1: at least the minimum, in whole increments, and that so many times. Nothing used is nothing billed.
std::optional<std::int64_t> billed_quantity(const meter& of, const metered_quantity& wanted) {
  if (wanted.quantity == 0) return 0;
  int128 billed = std::max(wanted.quantity, of.minimum);
  if (of.increment > 0) billed = divide(billed, of.increment, rounding::up) * of.increment;
  if (billed > INT64_MAX) return std::nullopt;
  billed *= wanted.times;
  if (billed > INT64_MAX) return std::nullopt;
  return static_cast<std::int64_t>(billed);
}

// Where a tier ends: its bound belongs to it, the last one has none.
std::int64_t end_of(const price_tier& tier) {
  return tier.up_to.value_or(INT64_MAX);
}

void ensure_tiers(const std::vector<price_tier>& tiers) {
  ensure(!tiers.empty() && !tiers.back().up_to, "R7.2: the last tier has no bound");
}

// R7.2: how many packages have been begun at that total.
std::int64_t packages_begun(std::int64_t total, std::int64_t size) {
  return static_cast<std::int64_t>(divide(total, size, rounding::up));
}

// R7.2: how each form takes a stretch apart.
struct taking_apart {
  const meter& of;
  value_index value = no_value;
  stretch billed;

  breakdown operator()(const unit_price& price) const { return whole_at(price); }

  breakdown operator()(const price_by_value& form) const {
    ensure(value < form.values.size(), "R7.2: usage names a value of the meter's attribute");
    return whole_at(form.values[value].price);
  }

  breakdown operator()(const graduated_price& form) const {
    ensure_tiers(form.tiers);
    breakdown made{{}, measure_size(of.per)};
    std::int64_t tier_begins = 0;
    for (const price_tier& tier : form.tiers) {
      const stretch within{std::max(billed.from, tier_begins), std::min(billed.to, end_of(tier))};
      if (within.length() > 0) made.parts.push_back({within.length(), tier.price});
      tier_begins = end_of(tier);
    }
    return made;
  }

  breakdown operator()(const volume_price& form) const {
    ensure_tiers(form.tiers);
    const auto reached = std::find_if(form.tiers.begin(), form.tiers.end(),
                                      [&](const price_tier& tier) { return billed.to <= end_of(tier); });
    return whole_at(reached->price);
  }

  breakdown operator()(const package_price& form) const {
    ensure(form.size > 0, "R7.2: there is something in a package");
    const std::int64_t begun = packages_begun(billed.to, form.size) - packages_begun(billed.from, form.size);
    return {{{begun, form.price}}, 1};
  }

 private:
  breakdown whole_at(const unit_price& price) const {
    return {{{billed.length(), price}}, measure_size(of.per)};
  }
};

// The least number that both divide, or nothing where it passes 128 bits.
std::optional<int128> least_common_multiple(int128 a, std::int64_t b) {
  const std::int64_t shared = std::gcd(static_cast<std::int64_t>(a % b), b);
  int128 multiple = 0;
  if (__builtin_mul_overflow(a, int128{b / shared}, &multiple)) return std::nullopt;
  return multiple;
}

// A sum that is not rounded yet: numerator / denominator micro-credits.
struct fraction {
  int128 numerator = 0;
  int128 denominator = 1;
};

// R1.4: the exact sum of the parts, over the least denominator that their prices have in common.
std::optional<fraction> sum_of(const priced_parts& parts) {
  fraction sum;
  if (parts.size() == 1) {
    const priced_part& alone = parts.front();
    return fraction{int128{alone.count} * alone.price.numerator_micro, alone.price.denominator};
  }
  for (const priced_part& part : parts) {
    const auto common = least_common_multiple(sum.denominator, part.price.denominator);
    if (!common) return std::nullopt;
    sum.denominator = *common;
  }
  for (const priced_part& part : parts) {
    int128 cost = int128{part.count} * part.price.numerator_micro;
    if (__builtin_mul_overflow(cost, sum.denominator / part.price.denominator, &cost)) return std::nullopt;
    if (__builtin_add_overflow(sum.numerator, cost, &sum.numerator)) return std::nullopt;
  }
  return sum;
}

// R1.1, R1.4: rounded once, to the decimals that usage may have.
std::optional<credits> cost_of(const breakdown& made, const settings& rules) {
  const std::optional<fraction> sum = sum_of(made.parts);
  if (!sum) return std::nullopt;
  const std::int64_t smallest = smallest_micro(rules);
  int128 denominator = sum->denominator;
  if (__builtin_mul_overflow(denominator, int128{made.per_unit} * smallest, &denominator))
    return std::nullopt;
  const int128 count = divide(sum->numerator, denominator, rules.usage_rounding);
  if (count > INT64_MAX / smallest) return std::nullopt;
  return credits::from_micro(static_cast<std::int64_t>(count) * smallest);
}

// R2.6: the period that an instant falls into; what was before the first counts to that.
std::size_t period_of(const books& b, instant at) {
  std::size_t found = b.billing.size() - 1;
  while (found > 0 && b.billing[found].began > at) --found;
  return found;
}

}  // namespace

tariff tariff_of(const desk& d, instant occurred_at) {
  const instant at = occurred_at.is_never() ? d.now : occurred_at;
  const sold_catalog sold = sold_at(d.in, d.number, at);
  return {sold.terms, sold.version, period_of(d.books, at)};
}

tariff tariff_of_hold(const desk& d, instant placed) {
  const sold_catalog sold = sold_at(d.in, d.number, placed);
  return {sold.terms, sold.version, d.books.billing.size() - 1};
}

std::optional<priced> price_of(const desk& d, const tariff& by, const metered_quantity& wanted,
                               std::int64_t billed_besides) {
  ensure(wanted.meter < by.terms->meters.size(), "R7.1: usage names a meter of the catalog");
  ensure(wanted.quantity >= 0 && wanted.times > 0, "R7.1: a quantity is never negative, nor without times");
  const meter& of = by.terms->meters[wanted.meter];
  const std::optional<std::int64_t> billed = billed_quantity(of, wanted);
  if (!billed) return std::nullopt;
  if (*billed == 0) return priced{};
  const std::int64_t before = billed_before(d, by, wanted.meter) + billed_besides;
  if (*billed > INT64_MAX - before) return std::nullopt;
  const taking_apart parts{of, wanted.value, {before, before + *billed}};
  const std::optional<credits> cost = cost_of(std::visit(parts, of.price), d.rules());
  if (!cost) return std::nullopt;
  return priced{*cost, *billed};
}

std::int64_t billed_before(const desk& d, const tariff& by, meter_index meter) {
  const std::map<meter_index, std::int64_t>& billed = d.books.billing[by.period].billed;
  const auto known = billed.find(meter);
  return known == billed.end() ? 0 : known->second;
}

bool is_counted(const desk& d, meter_index meter) {
  const std::vector<catalog_version>& later =
      d.account.own_prices.empty() ? d.in.versions : d.account.own_prices;
  return d.in.catalog.meters[meter].is_counted() ||
         std::any_of(later.begin(), later.end(),
                     [&](const catalog_version& v) { return v.terms.meters[meter].is_counted(); });
}

void count_billed(desk& d, const tariff& by, meter_index meter, std::int64_t billed) {
  if (billed == 0 || !is_counted(d, meter)) return;
  d.books.billing[by.period].billed[meter] += billed;
}

}  // namespace drawdown::reference
