#include "engine/pricing/rounded_credits.hpp"

namespace drawdown {

std::int64_t last_place_micro(const settings& rules) {
  std::int64_t step = 1;
  for (int place = rules.credit_decimals; place < credits::decimals; ++place) step *= 10;
  return step;
}

std::optional<credits> rounded_credits(credits amount, const settings& rules, rounding mode) {
  const std::int64_t step = last_place_micro(rules);
  const int128 rounded = divide(amount.micro(), step, mode) * step;
  if (rounded > INT64_MAX || rounded < INT64_MIN) return std::nullopt;
  return credits::from_micro(static_cast<std::int64_t>(rounded));
}

}  // namespace drawdown
