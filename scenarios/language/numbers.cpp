#include "scenarios/language/numbers.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "engine/units/decimal.hpp"
#include "engine/units/money.hpp"

namespace drawdown::language {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Digits, and where they stand the letters of an exponent.
bool has_exponent(std::string_view text) {
  const std::size_t e = text.find_first_of("eE");
  return e != std::string_view::npos && e > 0 && is_digit(text[e - 1]) && e + 1 < text.size();
}

std::string without(std::string_view text, char taken) {
  std::string left(text);
  std::erase(left, taken);
  return left;
}

bool are_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// Digits and commas, in groups of three behind the first: `1,000,000`.
bool is_grouped(std::string_view text) {
  const std::size_t comma = text.find(',');
  return comma != std::string_view::npos && (text.size() - comma) % 4 == 0 && comma > 0 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == ','; });
}

// How many digits stand behind the point of a text that is otherwise a number.
std::optional<std::size_t> decimals_of(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return {};
  const std::string_view fraction = text.substr(point + 1);
  const auto digits = [](std::string_view part) {
    return !part.empty() &&
           std::all_of(part.begin(), part.end(), [](char c) { return is_digit(c) || c == '_'; });
  };
  std::string_view whole = text.substr(0, point);
  if (whole.starts_with('-')) whole.remove_prefix(1);
  if (!digits(whole) || !digits(fraction)) return {};
  return static_cast<std::size_t>(std::count_if(fraction.begin(), fraction.end(), is_digit));
}

// What to write instead, where that can be guessed; `behind` is what stands behind the number, its currency.
std::string advice(std::string_view text, std::string_view behind) {
  if (text.starts_with('+')) return "write it without the plus";
  if (text.starts_with('.') && are_digits(text.substr(1))) return fmt::format("write `0{}{}`", text, behind);
  if (text.ends_with('.') && are_digits(text.substr(0, text.size() - 1)))
    return fmt::format("write `{}{}`", text.substr(0, text.size() - 1), behind);
  if (std::count(text.begin(), text.end(), '.') > 1 && are_digits(without(text, '.')))
    return fmt::format("a number has one point at most: write `{}{}`", without(text, '.'), behind);
  if (text.find(' ') != std::string_view::npos && are_digits(without(without(text, ' '), '.')))
    return fmt::format("numbers have no spaces: write `{}{}`", without(text, ' '), behind);
  if (has_exponent(text)) return "write the number out, without an exponent";
  if (is_grouped(text)) {
    std::string grouped(text);
    std::replace(grouped.begin(), grouped.end(), ',', '_');
    return fmt::format("numbers have no commas: write `{}{}` or `{}{}`", without(text, ','), behind, grouped,
                       behind);
  }
  if (std::count(text.begin(), text.end(), ',') == 1) {
    std::string pointed(text);
    std::replace(pointed.begin(), pointed.end(), ',', '.');
    return decimals_of(pointed) ? fmt::format("decimals stand behind a point: write `{}{}`", pointed, behind)
                                : std::string("decimals stand behind a point, not a comma");
  }
  const std::size_t space = text.find(' ');
  if (space != std::string_view::npos && currency::of(text.substr(space + 1)))
    return "a plain number is due here, not money";
  if (text.find('%') != std::string_view::npos) return "a number is due here, not a percentage";
  const std::size_t digit = text.find_first_not_of("-0");
  if (text.size() > 1 && digit != std::string_view::npos && is_digit(text[digit]) && text.find('0') < digit) {
    return fmt::format("write `{}{}{}`, without leading zeros", text.starts_with('-') ? "-" : "",
                       text.substr(digit), behind);
  }
  return "numbers are plain decimals such as `12` or `12.50`";
}

}  // namespace

tl::expected<std::int64_t, number_fault> number_in(std::string_view text, std::string_view what, int places,
                                                   std::string_view behind) {
  const result<std::int64_t> read = parse_decimal(text, places);
  if (read) return *read;

  if (read.error().code == error_code::out_of_range) {
    return tl::unexpected(
        number_fault{fault::out_of_range,
                     {fmt::format("{} is too large", what), "more than can be counted",
                      fmt::format("the largest is {}", format_decimal(INT64_MAX, places, false))}});
  }
  const std::optional<std::size_t> decimals = decimals_of(text);
  if (decimals && *decimals > static_cast<std::size_t>(places)) {
    return tl::unexpected(
        number_fault{fault::too_many_decimals,
                     {fmt::format("{} has too many decimals", what),
                      places == 0 ? std::string("a whole number is due here")
                                  : fmt::format("at most {} are allowed, these are {}", places, *decimals),
                      "round it as you mean it: nothing is rounded when a file is read"}});
  }
  return tl::unexpected(number_fault{
      fault::not_a_number, {fmt::format("{} is not a number", what), "not a number", advice(text, behind)}});
}

}  // namespace drawdown::language
