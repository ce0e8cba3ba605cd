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
  if (priced.increment != 0) {
    const int128 increments = divide(billed, priced.increment, rounding::up);
    if (increments > INT64_MAX / priced.increment) return std::nullopt;
    billed = static_cast<std::int64_t>(increments) * priced.increment;
  }
  if (__builtin_mul_overflow(billed, used.times, &billed)) return std::nullopt;
  return billed;
}

}  // namespace

result<usage_cost> cost_of(const meter& priced, const measured& used, std::int64_t counted,
                           const settings& rules) {
  const auto billed = billed_of(priced, used);
  if (!billed)
    return fail(error_code::out_of_range,
                "what is billed of a quantity of `" + priced.name + "` passes 64 bits");
  const auto exact = exact_price(priced, {*billed, counted, used.value});
  const std::int64_t step = last_place_micro(rules);
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
