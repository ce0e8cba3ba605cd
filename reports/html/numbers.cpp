#include "reports/html/numbers.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/store/reader.hpp"

namespace drawdown::reports::html {

std::string grouped(std::string_view decimal) {
  const std::size_t first = decimal.starts_with('-') ? 1 : 0;
  const std::size_t point = std::min(decimal.find('.'), decimal.size());
  std::string out;
  for (std::size_t i = 0; i < decimal.size(); ++i) {
    if (i > first && i < point && (point - i) % 3 == 0) out += ',';
    out += decimal[i];
  }
  return out;
}

std::string count_text(std::uint64_t count) {
  return grouped(std::to_string(count));
}

std::string credits_text(int128 micro) {
  return grouped(wide_decimal(micro, credits::decimals, true));
}

std::string credits_text(credits amount) {
  return credits_text(int128{amount.micro()});
}

std::string change_of(credits amount) {
  if (amount.is_zero()) return {};
  return (amount > credits{} ? "+" : "") + credits_text(amount);
}

std::string counted_credits(credits amount) {
  return fmt::format("{} {}", credits_text(amount), amount == credits::whole(1) ? "credit" : "credits");
}

std::string money_text(int128 minor, currency unit) {
  return grouped(wide_decimal(minor, unit.decimals(), false));
}

std::string money_with_unit(int128 minor, currency unit) {
  return fmt::format("{} {}", money_text(minor, unit), unit.code());
}

std::string exact(int128 count) {
  return wide_decimal(count, 0, false);
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count_text(count), count == 1 ? one : many);
}

}  // namespace drawdown::reports::html
