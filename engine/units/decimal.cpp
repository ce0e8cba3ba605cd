#include "engine/units/decimal.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/units/wide.hpp"

namespace drawdown {

namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

tl::unexpected<error> malformed(std::string_view text, std::string_view why) {
  return fail(error_code::malformed,
              fmt::format("\"{}\" is not a decimal number such as 1200 or 12.50: {}", text, why));
}

// Digits with single underscores between them, none at either end.
bool is_run_of_digits(std::string_view run) {
  if (run.empty() || !is_digit(run.front()) || !is_digit(run.back())) return false;
  for (std::size_t i = 1; i < run.size(); ++i) {
    if (!is_digit(run[i]) && (run[i] != '_' || run[i - 1] == '_')) return false;
  }
  return true;
}

std::ptrdiff_t digits_in(std::string_view run) {
  return std::count_if(run.begin(), run.end(), is_digit);
}

// The magnitude continued by the digits of a run; false where it passes 64 bits.
bool append_digits(int128& magnitude, std::string_view run) {
  for (const char c : run) {
    if (c == '_') continue;
    magnitude = magnitude * 10 + (c - '0');
    if (magnitude > int128{INT64_MAX} + 1) return false;
  }
  return true;
}

// Says what is wrong with a number whose parts are not plain digits.
std::string_view complaint(std::string_view unsigned_text, std::string_view whole, bool has_point,
                           std::string_view fraction) {
  if (unsigned_text.empty()) return "there are no digits";
  if (unsigned_text.front() == '+') return "a leading plus is not written";
  if (whole.empty()) return "there is no digit before the point";
  if (has_point && fraction.empty()) return "there is no digit after the point";
  if (unsigned_text.find_first_of("eE") != std::string_view::npos) return "an exponent is not allowed";
  if (unsigned_text.find('_') != std::string_view::npos) return "an underscore may only stand between digits";
  return "only digits and one point may stand in it";
}

}  // namespace

result<std::int64_t> parse_decimal(std::string_view text, int places) {
  ensure(places >= 0 && places <= 18, "parse_decimal: between 0 and 18 places");
  const bool negative = text.starts_with('-');
  const std::string_view unsigned_text = text.substr(negative ? 1 : 0);
  const std::size_t point = unsigned_text.find('.');
  const bool has_point = point != std::string_view::npos;
  const std::string_view whole = unsigned_text.substr(0, point);
  const std::string_view fraction = has_point ? unsigned_text.substr(point + 1) : std::string_view{};

  if (!is_run_of_digits(whole) || (has_point && !is_run_of_digits(fraction)))
    return malformed(text, complaint(unsigned_text, whole, has_point, fraction));
  if (whole.size() > 1 && whole.front() == '0') return malformed(text, "a leading zero is not written");
  const std::ptrdiff_t decimals = digits_in(fraction);
  if (decimals > places) {
    return places == 0 ? malformed(text, "a whole number is expected here")
                       : malformed(text, fmt::format("at most {} decimals are allowed here", places));
  }

  int128 magnitude = 0;
  const std::string zeros(static_cast<std::size_t>(places - decimals), '0');
  const bool fits = append_digits(magnitude, whole) && append_digits(magnitude, fraction) &&
                    append_digits(magnitude, zeros);
  const int128 count = negative ? -magnitude : magnitude;
  if (!fits || count > INT64_MAX)
    return fail(error_code::out_of_range,
                fmt::format("{} with {} decimals is beyond 64 bits; the largest is {}", text, places,
                            format_decimal(INT64_MAX, places, false)));
  return static_cast<std::int64_t>(count);
}

std::string format_decimal(std::int64_t count, int places, bool trim) {
  ensure(places >= 0 && places <= 18, "format_decimal: between 0 and 18 places");
  const bool negative = count < 0;
  // Negated as unsigned, because the lowest count has no positive counterpart.
  const std::uint64_t magnitude =
      negative ? std::uint64_t{0} - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
  const auto width = static_cast<std::size_t>(places);
  std::string digits = fmt::format("{:0{}}", magnitude, width + 1);
  if (width > 0) {
    digits.insert(digits.size() - width, 1, '.');
    if (trim) {
      digits.erase(digits.find_last_not_of('0') + 1);
      if (digits.back() == '.') digits.pop_back();
    }
  }
  if (negative) digits.insert(digits.begin(), '-');
  return digits;
}

}  // namespace drawdown
