#include "reports/pricing/amounts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/units/credits.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown::reports::pricing {
namespace {

constexpr int128 ten = 10;

int128 power_of_ten(int exponent) {
  int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= ten;
  return power;
}

// Digits in threes, with a mark between them.
std::string in_threes(const std::string& digits, char mark) {
  constexpr std::size_t group = 3;
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % group == 0) text += mark;
    text += digits[i];
  }
  return text;
}

}  // namespace

std::string amount_text(int128 value, int decimals, char mark) {
  const int128 size = value < 0 ? -value : value;
  const int128 power = power_of_ten(decimals);
  std::string text = value < 0 ? "-" : "";
  text += in_threes(fmt::format("{}", size / power), mark);
  if (decimals > 0) text += fmt::format(".{:0>{}}", fmt::format("{}", size % power), decimals);
  return text;
}

std::string value_text(int128 value, unit of, currency money_unit, char mark) {
  if (of == unit::money) return amount_text(value, money_unit.decimals(), mark);
  if (of == unit::credits)
    return amount_text(divide(value, power_of_ten(credits::decimals), rounding::half_even), 0, mark);
  return amount_text(value, 0, mark);
}

std::string change_text(int128 value, unit of, currency money_unit, char mark) {
  return (value > 0 ? "+" : "") + value_text(value, of, money_unit, mark);
}

std::string percent_text(int128 part, int128 whole, char mark) {
  if (whole == 0) return {};
  constexpr int128 thousand = 1000;
  const int128 size = whole < 0 ? -whole : whole;
  return fmt::format("{}{} %", part > 0 ? "+" : "",
                     amount_text(divide(part * thousand, size, rounding::half_even), 1, mark));
}

}  // namespace drawdown::reports::pricing
