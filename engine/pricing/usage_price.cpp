#include "engine/pricing/usage_price.hpp"

#include <algorithm>
#include <optional>

#include "engine/pricing/price_forms.hpp"
#include "engine/pricing/rounded_credits.hpp"
#include "engine/units/rounding.hpp"
#include "engine/units/wide.hpp"

namespace drawdown {
namespace {

// What is charged of a quantity.
std::optional<std::int64_t> billed_of(const meter& priced, const measured& used) {
  if (used.quantity == 0) return 0;
  std::int64_t billed = std::max(used.quantity, priced.minimum);
  if (billed < priced.increment) {
    billed = priced.increment;
  } else if (priced.increment != 0) {
    const std::int64_t begun = billed % priced.increment;
    if (begun != 0 && __builtin_add_overflow(billed, priced.increment - begun, &billed)) return std::nullopt;
  }
  if (__builtin_mul_overflow(billed, used.times, &billed)) return std::nullopt;
  return billed;
}

// What so much costs at a flat price where nothing has to be rounded and nothing passes 64 bits, as in most
// usages; else nothing: then it is priced in the exact way, which gives the same wherever both give
// something.
std::optional<credits> whole_cost(const meter& priced, std::int64_t billed, std::int64_t counted,
                                  std::int64_t step) {
  const auto* const flat = std::get_if<unit_price>(&priced.price);
  if (flat == nullptr || counted != 0) return std::nullopt;
  std::int64_t numerator_micro = 0;
  std::int64_t denominator = 0;
  if (__builtin_mul_overflow(billed, flat->numerator_micro, &numerator_micro) ||
      __builtin_mul_overflow(flat->denominator, measure_size(priced.per), &denominator))
    return std::nullopt;
  const std::int64_t micro = numerator_micro / denominator;
  if (micro * denominator != numerator_micro || (step != 1 && micro % step != 0)) return std::nullopt;
  return credits::from_micro(micro);
}

}  // namespace

result<usage_cost> cost_of(const meter& priced, const measured& used, std::int64_t counted,
                           const settings& rules) {
  const auto billed = billed_of(priced, used);
  if (!billed)
    return fail(error_code::out_of_range,
                "what is billed of a quantity of `" + priced.name + "` passes 64 bits");
  const std::int64_t step = last_place_micro(rules);
  if (const auto cost = whole_cost(priced, *billed, counted, step)) return usage_cost{*cost, *billed};
  const auto exact = exact_price(priced, {*billed, counted, used.value});
  int128 rounded_by = 0;
  if (!exact || __builtin_mul_overflow(exact->denominator, int128{step}, &rounded_by))
    return fail(error_code::out_of_range,
                "the price of a usage of `" + priced.name + "` is too large to compute");
  const int128 steps = divide(exact->numerator_micro, rounded_by, rules.usage_rounding);
  if (steps > INT64_MAX / step)
    return fail(error_code::out_of_range, "the price of a usage of `" + priced.name + "` passes 64 bits");
  return usage_cost{credits::from_micro(static_cast<std::int64_t>(steps) * step), *billed};
}

}  // namespace drawdown
