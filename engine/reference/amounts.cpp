#include "engine/reference/amounts.hpp"

#include <algorithm>

#include "engine/units/rounding.hpp"

namespace drawdown::reference {
namespace {

// Credits are counted in millionths; `credit_decimals` says which of them an amount may have (R1.1).
std::int64_t smallest_micro(const settings& rules) {
  std::int64_t smallest = 1;
  for (int place = rules.credit_decimals; place < credits::decimals; ++place) smallest *= 10;
  return smallest;
}

std::optional<credits> rounded(int128 micro, const settings& rules, rounding mode) {
  const std::int64_t smallest = smallest_micro(rules);
  const int128 whole = divide(micro, smallest, mode) * smallest;
  if (whole > INT64_MAX || whole < INT64_MIN) return std::nullopt;
  return credits::from_micro(static_cast<std::int64_t>(whole));
}

}  // namespace

std::optional<credits> round_granted(credits amount, const settings& rules) {
  return rounded(amount.micro(), rules, rules.grant_rounding);
}

std::optional<credits> round_used(credits amount, const settings& rules) {
  return rounded(amount.micro(), rules, rules.usage_rounding);
}

std::optional<credits> round_taken(credits below_zero, const settings& rules) {
  return rounded(-int128{below_zero.micro()}, rules, rules.grant_rounding);
}

std::optional<credits> cost_of(const meter& priced_by, std::int64_t quantity, const settings& rules) {
  int128 billed = quantity;
  if (quantity > 0) billed = std::max(billed, int128{priced_by.minimum});
  if (priced_by.increment > 0)
    billed = divide(billed, priced_by.increment, rounding::up) * priced_by.increment;
  if (billed > INT64_MAX) return std::nullopt;

  const std::int64_t smallest = smallest_micro(rules);
  const int128 numerator = billed * priced_by.price.numerator_micro;
  const int128 denominator = int128{priced_by.price.denominator} * measure_size(priced_by.per) * smallest;
  const int128 count = divide(numerator, denominator, rules.usage_rounding);
  if (count > INT64_MAX / smallest) return std::nullopt;
  return credits::from_micro(static_cast<std::int64_t>(count) * smallest);
}

}  // namespace drawdown::reference
