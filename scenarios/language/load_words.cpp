#include "scenarios/language/load_words.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace drawdown::language {
namespace {

constexpr std::uint64_t million = 1'000'000;
constexpr std::uint64_t most_debits_a_second = 1'000'000'000;
constexpr std::size_t most_digits = 12;
constexpr std::size_t most_decimals = 6;

}  // namespace

std::optional<std::uint64_t> millionths_of(std::string_view text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  std::string digits(text.substr(0, point));
  const std::string_view behind = point < text.size() ? text.substr(point + 1) : std::string_view();
  const bool ends_with_point = point < text.size() && behind.empty();
  if (digits.empty() || digits.size() > most_digits || behind.size() > most_decimals || ends_with_point)
    return std::nullopt;
  digits += behind;
  digits.append(most_decimals - behind.size(), '0');
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (failure != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::optional<std::uint64_t> debit_rate_of(std::string_view text) {
  if (text.ends_with("/s")) text.remove_suffix(2);
  std::uint64_t factor = 1;
  if (text.ends_with('k')) factor = 1000;
  if (text.ends_with('M')) factor = million;
  if (factor > 1) text.remove_suffix(1);
  const auto read = millionths_of(text);
  if (!read || *read > most_debits_a_second * million) return std::nullopt;
  const std::uint64_t whole = *read * factor / million;
  return whole >= 1 && whole <= most_debits_a_second ? std::optional(whole) : std::nullopt;
}

std::optional<measurement::share> percentile_of(std::string_view name) {
  if (!name.starts_with('p')) return std::nullopt;
  std::string percent(name.substr(1));
  const bool is_short = percent.size() > 2 && percent.starts_with("99") && percent.find('.') > percent.size();
  if (is_short) percent.insert(2, ".");
  const auto read = millionths_of(percent);
  if (!read || *read == 0 || *read >= 100 * million || *read % 100 != 0) return std::nullopt;
  return measurement::share{static_cast<std::uint32_t>(*read / 100)};
}

std::string debit_rate_text(std::uint64_t debits_per_second) {
  if (debits_per_second % million == 0) return fmt::format("{}M/s", debits_per_second / million);
  if (debits_per_second % 1000 == 0) return fmt::format("{}k/s", debits_per_second / 1000);
  return fmt::format("{}/s", debits_per_second);
}

}  // namespace drawdown::language
