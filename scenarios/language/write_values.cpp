#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "engine/units/decimal.hpp"
#include "scenarios/language/write_parts.hpp"

namespace drawdown::language {

std::string money_text(money amount, const world& in) {
  return to_string(amount, in.catalog.unit);
}

std::string text_of(const asked_amount& amount, const world& in) {
  if (const auto* in_money = std::get_if<money>(&amount)) return money_text(*in_money, in);
  return fmt::format("{} credits", to_string(std::get<credits>(amount)));
}

std::string text_of(const moment& when) {
  if (const auto* exactly = std::get_if<instant>(&when)) return to_string(*exactly);
  return '+' + to_string(std::get<span_of_time>(when));
}

std::string text_of(std::int64_t quantity, const meter& of) {
  if (!is_time(of.per)) return format_decimal(quantity, credits::decimals, true);
  return to_string(duration::from_us(quantity));
}

std::string text_of(bool value) {
  return value ? "true" : "false";
}

std::string percentage(parts_per_million rate) {
  constexpr int decimals_of_a_percentage = 4;
  return format_decimal(rate, decimals_of_a_percentage, true) + '%';
}

}  // namespace drawdown::language
