#include "engine/units/rate.hpp"

#include <algorithm>
#include <optional>

#include <boost/multiprecision/cpp_int.hpp>
#include <fmt/format.h>

namespace drawdown {

namespace {

using boost::multiprecision::cpp_int;

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

// The price of so many credits at graduated rates, and the credit for so much money: fractions without
// bounds, for the denominators of several rates have no common one of 128 bits.
struct fraction {
  cpp_int numerator = 0;
  cpp_int denominator = 1;

  void add(const cpp_int& more, const cpp_int& of) {
    numerator = numerator * of + more * denominator;
    denominator *= of;
  }
};

// Rounded once, or nothing where that passes 64 bits. Not below zero.
std::optional<std::int64_t> rounded(const fraction& exact, rounding mode) {
  const cpp_int whole = exact.numerator / exact.denominator;
  const cpp_int rest = exact.numerator % exact.denominator;
  if (whole > INT64_MAX) return std::nullopt;
  // How a quotient is rounded depends on whether it is even, and on which side of the middle its rest lies.
  const int to_the_middle = cpp_int(2 * rest).compare(exact.denominator);
  const int beside = rest == 0 ? 0 : to_the_middle < 0 ? 1 : to_the_middle == 0 ? 2 : 3;
  const int even_or_odd = whole % 2 == 0 ? 0 : 1;
  const int128 up = divide(even_or_odd * 4 + beside, 4, mode) - even_or_odd;
  const int128 result = int128{static_cast<std::int64_t>(whole)} + up;
  return result > INT64_MAX ? std::nullopt : std::optional(static_cast<std::int64_t>(result));
}

void ensure_sound(std::span<const rate_step> steps) {
  ensure(!steps.empty() && steps.front().from.is_zero(), "graduated rates begin at zero (R9.1)");
  for (std::size_t i = 0; i < steps.size(); ++i) {
    ensure_sound(steps[i].rate);
    ensure(i == 0 || steps[i - 1].from < steps[i].from, "graduated rates ascend (R9.1)");
  }
}

// How many micro-credits belong to the i-th step; nothing where it has no end.
std::optional<std::int64_t> width_of(std::span<const rate_step> steps, std::size_t i) {
  if (i + 1 == steps.size()) return std::nullopt;
  return (steps[i + 1].from - steps[i].from).micro();
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

result<credits> credits_for(money paid, std::span<const rate_step> steps, rounding mode, int decimals) {
  ensure_sound(steps);
  if (steps.size() == 1 || paid <= money{}) return credits_for(paid, steps.front().rate, mode, decimals);
  fraction left{paid.minor()};
  fraction brings;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const credit_rate& at = steps[i].rate;
    const auto width = width_of(steps, i);
    fraction after = left;
    if (width) after.add(-cpp_int(*width) * at.price.minor(), at.brings.micro());
    if (!width || after.numerator < 0) {
      brings.add(left.numerator * at.brings.micro(), left.denominator * at.price.minor());
      break;
    }
    brings.add(*width, 1);
    left = after;
  }
  const std::int64_t step = step_of(decimals);
  brings.denominator *= step;
  const auto places = rounded(brings, mode);
  std::int64_t total = 0;
  if (!places || __builtin_mul_overflow(*places, step, &total))
    return too_large("the credit for", fmt::format("{} minor units", paid.minor()), steps.back().rate);
  return credits::from_micro(total);
}

result<money> price_of(credits wanted, std::span<const rate_step> steps, rounding mode) {
  ensure_sound(steps);
  if (steps.size() == 1 || wanted <= credits{}) return price_of(wanted, steps.front().rate, mode);
  fraction price;
  for (std::size_t i = 0; i < steps.size() && steps[i].from < wanted; ++i) {
    const std::int64_t beyond = (wanted - steps[i].from).micro();
    const std::int64_t micro = std::min(beyond, width_of(steps, i).value_or(beyond));
    price.add(cpp_int(micro) * steps[i].rate.price.minor(), steps[i].rate.brings.micro());
  }
  const auto minor = rounded(price, mode);
  if (!minor)
    return too_large("the price of", fmt::format("{} credits", to_string(wanted)), steps.back().rate);
  return money::from_minor(*minor);
}

}  // namespace drawdown
