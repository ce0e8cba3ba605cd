#include "engine/pricing/usage_price.hpp"

#include <algorithm>

#include "engine/pricing/rounded_credits.hpp"
#include "engine/units/rounding.hpp"
#include "engine/units/wide.hpp"

namespace drawdown {
namespace {

result<std::int64_t> billed_quantity(const meter& priced, std::int64_t quantity) {
  if (quantity == 0) return 0;
  const std::int64_t least = std::max(quantity, priced.minimum);
  if (priced.increment == 0) return least;
  const int128 increments = divide(least, priced.increment, rounding::up);
  if (increments > INT64_MAX / priced.increment)
    return fail(error_code::out_of_range,
                "a quantity of `" + priced.name + "`, rounded up to the increment, passes 64 bits");
  return static_cast<std::int64_t>(increments) * priced.increment;
}

}  // namespace

result<credits> cost_of(const meter& priced, std::int64_t quantity, const settings& rules) {
  const auto billed = billed_quantity(priced, quantity);
  if (!billed) return tl::unexpected(billed.error());
  const std::int64_t step = last_place_micro(rules);
  const int128 divisor = int128{priced.price.denominator} * measure_size(priced.per);
  int128 product = 0;
  int128 rounded_by = 0;
  if (__builtin_mul_overflow(int128{*billed}, int128{priced.price.numerator_micro}, &product) ||
      __builtin_mul_overflow(divisor, int128{step}, &rounded_by))
    return fail(error_code::out_of_range,
                "the price of a usage of `" + priced.name + "` is too large to compute");
  const int128 steps = divide(product, rounded_by, rules.usage_rounding);
  if (steps > INT64_MAX / step)
    return fail(error_code::out_of_range, "the price of a usage of `" + priced.name + "` passes 64 bits");
  return credits::from_micro(static_cast<std::int64_t>(steps) * step);
}

}  // namespace drawdown
