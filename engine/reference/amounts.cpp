#include "engine/reference/amounts.hpp"

#include "engine/units/rounding.hpp"

namespace drawdown::reference {
namespace {

std::optional<credits> rounded(int128 micro, const settings& rules, rounding mode) {
  const std::int64_t smallest = smallest_micro(rules);
  const int128 whole = divide(micro, smallest, mode) * smallest;
  if (whole > INT64_MAX || whole < INT64_MIN) return std::nullopt;
  return credits::from_micro(static_cast<std::int64_t>(whole));
}

}  // namespace

std::int64_t smallest_micro(const settings& rules) {
  std::int64_t smallest = 1;
  for (int place = rules.credit_decimals; place < credits::decimals; ++place) smallest *= 10;
  return smallest;
}

std::optional<credits> round_granted(credits amount, const settings& rules) {
  return rounded(amount.micro(), rules, rules.grant_rounding);
}

std::optional<credits> round_used(credits amount, const settings& rules) {
  return rounded(amount.micro(), rules, rules.usage_rounding);
}

std::optional<credits> round_taken(credits below_zero, const settings& rules) {
  return rounded(-int128{below_zero.micro()}, rules, rules.grant_rounding);
}

}  // namespace drawdown::reference
