#include "engine/units/rate.hpp"

#include <fmt/format.h>

namespace drawdown {

namespace {

void ensure_sound(const credit_rate& rate) {
  ensure(rate.price.minor() > 0 && rate.brings.micro() > 0,
         "credit_rate: both sides must be above zero (R1.3)");
}

// The smallest amount that `decimals` places can tell apart, in micro-credits (R1.1).
std::int64_t step_of(int decimals) {
  ensure(decimals >= 0 && decimals <= credits::decimals, "credits have between 0 and 6 decimals (R1.1)");
  std::int64_t step = 1;
  for (int place = decimals; place < credits::decimals; ++place) step *= 10;
  return step;
}

// R1.5: the operation and its operands, for a result that passes 64 bits.
tl::unexpected<error> too_large(std::string_view what, std::string asked, const credit_rate& rate) {
  return fail(error_code::out_of_range,
              fmt::format("{} {} at {} minor units for {} credits is beyond 64 bits", what, asked,
                          rate.price.minor(), to_string(rate.brings)));
}

}  // namespace

result<credits> credits_for(money paid, const credit_rate& rate, rounding mode, int decimals) {
  ensure_sound(rate);
  const std::int64_t step = step_of(decimals);
  // The quotient counts steps, so that it is rounded once and not first to micro-credits.
  const int128 steps =
      divide(int128{paid.minor()} * rate.brings.micro(), int128{rate.price.minor()} * step, mode);
  int128 micro = 0;
  if (__builtin_mul_overflow(steps, int128{step}, &micro) || micro > INT64_MAX || micro < INT64_MIN)
    return too_large("the credit for", fmt::format("{} minor units", paid.minor()), rate);
  return credits::from_micro(static_cast<std::int64_t>(micro));
}

result<money> price_of(credits wanted, const credit_rate& rate, rounding mode) {
  ensure_sound(rate);
  const int128 minor = divide(int128{wanted.micro()} * rate.price.minor(), rate.brings.micro(), mode);
  if (minor > INT64_MAX || minor < INT64_MIN)
    return too_large("the price of", fmt::format("{} credits", to_string(wanted)), rate);
  return money::from_minor(static_cast<std::int64_t>(minor));
}

}  // namespace drawdown
