#include "scenarios/language/values.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>
#include <vector>

#include <fmt/format.h>

#include "engine/units/decimal.hpp"
#include "scenarios/language/mapping.hpp"
#include "scenarios/language/numbers.hpp"
#include "scenarios/language/utf8.hpp"

namespace drawdown::language {
namespace {

constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_label = 200;
constexpr int price_decimals = 12;
constexpr int percentage_decimals = 4;

void report(scope& in, const node& at, fault what, const wording& words) {
  in.report(what, at.place, words);
}

// Holds a number against the sign that its place allows.
bool check_sign(scope& in, const node& at, std::string_view what, std::int64_t value, allowed_sign sign) {
  if (value < 0 && sign != allowed_sign::any) {
    report(in, at, fault::wrong_sign,
           {fmt::format("{} must not be negative", what), "below zero",
            fmt::format("write it without the minus: `{}`", at.text.substr(at.text.find('-') + 1))});
    return false;
  }
  if (value == 0 && sign == allowed_sign::positive) {
    report(in, at, fault::wrong_sign,
           {fmt::format("{} must be above zero", what), "this is zero", "nothing at all would come of it"});
    return false;
  }
  return true;
}

std::optional<std::int64_t> read_number(scope& in, const node& at, std::string_view text,
                                        std::string_view what, int places, allowed_sign sign) {
  const std::string_view whole = at.text;
  const std::string_view behind = whole.starts_with(text) ? whole.substr(text.size()) : std::string_view();
  const auto number = number_in(text, what, places, behind);
  if (!number) {
    report(in, at, number.error().what, number.error().words);
    return {};
  }
  if (!check_sign(in, at, what, *number, sign)) return {};
  return *number;
}

// The number before " credits" or " credit"; nothing where neither stands there.
std::optional<std::string_view> before_credits(std::string_view text) {
  for (const std::string_view unit : {" credits", " credit"}) {
    if (text.ends_with(unit)) return text.substr(0, text.size() - unit.size());
  }
  return {};
}

// Why a text is no money, as far as that can be guessed.
std::string money_advice(std::string_view text, const due_currency& due) {
  const std::string_view code = due ? (*due).code() : std::string_view("EUR");
  const std::size_t digits = text.find_first_of("0123456789");
  const std::size_t end = text.find_last_of("0123456789");
  if (digits == std::string_view::npos) return fmt::format("money is written like `20 {}`", code);
  return fmt::format("money is written with its currency after it: `{} {}`",
                     text.substr(digits, end - digits + 1), code);
}

// `true` for what means it elsewhere.
std::string_view boolean_meant(std::string_view text) {
  constexpr std::array<std::string_view, 10> yes = {"yes", "Yes", "YES", "y",    "on",
                                                    "On",  "ON",  "1",   "True", "TRUE"};
  constexpr std::array<std::string_view, 10> no = {"no",  "No",  "NO", "n",     "off",
                                                   "Off", "OFF", "0",  "False", "FALSE"};
  if (std::find(yes.begin(), yes.end(), text) != yes.end()) return "`true`";
  if (std::find(no.begin(), no.end(), text) != no.end()) return "`false`";
  return "`true` or `false`";
}

struct money_text {
  std::string_view number;
  currency unit;
};

// Splits `20 EUR` and holds its currency against the catalog's.
std::optional<money_text> split_money(scope& in, const node& at, std::string_view what,
                                      const due_currency& due) {
  const std::string_view text = at.text;
  const std::size_t space = text.find(' ');
  const std::string_view code = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
  const bool looks_like_code = code.size() == 3 && std::all_of(code.begin(), code.end(), [](char c) {
                                 return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
                               });
  if (!looks_like_code) {
    report(in, at, fault::not_money,
           {fmt::format("{} is not an amount of money", what), "not money", money_advice(text, due)});
    return {};
  }
  const result<currency> unit = currency::of(code);
  if (!unit) {
    report(in, at, fault::unknown_currency,
           {fmt::format("`{}` is not a currency", code), "not a currency", currency_advice(code)});
    return {};
  }
  if (due && *unit != *due) {
    report(in, at, fault::other_currency,
           {fmt::format("{} is in {}, but the catalog sells in {}", what, unit->code(), (*due).code()),
            "another currency",
            fmt::format("write the amount in {}: one scenario has one currency", (*due).code()),
            {{"the catalog's currency is given here", due.given}}});
    return {};
  }
  return money_text{text.substr(0, space), *unit};
}

}  // namespace

wording engine_wording(const error& said) {
  std::string message = said.message;
  std::replace(message.begin(), message.end(), '"', '`');
  for (const std::string_view separator : {"; allowed: ", ": expected ", "; expected "}) {
    const std::size_t at = message.find(separator);
    if (at != std::string::npos) return {message.substr(0, at), "not readable", message.substr(at + 2)};
  }
  return {message, "not possible", ""};
}

std::string currency_advice(std::string_view text) {
  std::string capitals(text);
  for (char& c : capitals) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  if (capitals != text && currency::of(capitals)) return fmt::format("write `{}`", capitals);
  return "currencies are three capital letters of ISO 4217, such as `EUR` or `USD`";
}

wording setting_wording(const error& said, std::string_view text, std::string_view allowed) {
  wording words = engine_wording(said);
  words.label = "not allowed here";
  std::vector<std::string_view> known;
  constexpr std::string_view between = " | ";
  for (std::string_view rest = allowed; !rest.empty();) {
    const std::size_t end = std::min(rest.find(between), rest.size());
    known.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + between.size(), rest.size()));
  }
  const std::string meant = did_you_mean(text, known);
  if (!meant.empty()) words.hint = fmt::format("{} {}", meant, words.hint);
  return words;
}

std::optional<std::string_view> read_text(scope& in, const node& at, std::string_view what) {
  if (at.kind != node_kind::text) {
    report_shape(in, at, what, "a single value");
    return {};
  }
  if (at.text.empty()) {
    report(in, at, fault::missing_value,
           {fmt::format("{} is empty", what), "nothing between the quotes",
            "write the value, or take the key away"});
    return {};
  }
  return at.text;
}

std::optional<bool> read_boolean(scope& in, const node& at, std::string_view what) {
  const auto text = read_text(in, at, what);
  if (!text) return {};
  if (*text == "true") return true;
  if (*text == "false") return false;
  report(in, at, fault::not_a_boolean,
         {fmt::format("{} is `true` or `false`", what), "neither",
          fmt::format("write {}", boolean_meant(*text))});
  return {};
}

std::optional<std::int64_t> read_decimal(scope& in, const node& at, std::string_view what, int places,
                                         allowed_sign sign) {
  const auto text = read_text(in, at, what);
  if (!text) return {};
  return read_number(in, at, *text, what, places, sign);
}

bool read_true(scope& in, const node& at, std::string_view what, std::string_view hint) {
  const auto text = read_text(in, at, what);
  if (!text || *text == "true") return text.has_value();
  report(in, at, fault::not_a_choice,
         {fmt::format("{} takes `true`", what), "not `true`", std::string(hint)});
  return false;
}

std::optional<std::int64_t> read_whole(scope& in, const node& at, std::string_view what, std::int64_t least,
                                       std::int64_t most) {
  const auto number = read_decimal(in, at, what, 0, allowed_sign::any);
  if (!number) return {};
  if (*number >= least && *number <= most) return number;
  report(in, at, fault::out_of_range,
         {fmt::format("{} is out of range", what), "out of range",
          fmt::format("write a whole number from {} to {}", least, most)});
  return {};
}

std::optional<credits> read_credits(scope& in, const node& at, std::string_view what, allowed_sign sign) {
  const auto text = read_text(in, at, what);
  if (!text) return {};
  const auto number =
      read_number(in, at, before_credits(*text).value_or(*text), what, credits::decimals, sign);
  if (!number) return {};
  return credits::from_micro(*number);
}

std::optional<money> read_money(scope& in, const node& at, std::string_view what, const due_currency& due,
                                allowed_sign sign) {
  if (!read_text(in, at, what)) return {};
  const auto split = split_money(in, at, what, due);
  if (!split) return {};
  const auto number = read_number(in, at, split->number, what, split->unit.decimals(), sign);
  if (!number) return {};
  return money::from_minor(*number);
}

std::optional<asked_amount> read_asked(scope& in, const node& at, std::string_view what,
                                       const due_currency& due) {
  const auto text = read_text(in, at, what);
  if (!text) return {};
  const bool plain_number = text->find_first_not_of("0123456789._-+,eE") == std::string_view::npos;
  if (plain_number || before_credits(*text)) {
    const auto amount = read_credits(in, at, what, allowed_sign::positive);
    return amount ? std::optional<asked_amount>(*amount) : std::nullopt;
  }
  const auto amount = read_money(in, at, what, due, allowed_sign::positive);
  return amount ? std::optional<asked_amount>(*amount) : std::nullopt;
}

std::optional<unit_price> read_price(scope& in, const node& at, std::string_view what) {
  const auto text = read_text(in, at, what);
  if (!text) return {};
  std::string_view number = before_credits(*text).value_or(*text);
  const std::size_t space = number.find(' ');
  if (space != std::string_view::npos && currency::of(number.substr(space + 1))) {
    report(in, at, fault::not_a_number,
           {fmt::format("{} is in credits, not in money", what), "money",
            "`credit_rate` says what a credit is worth"});
    return {};
  }
  // Zeros at the end of the fraction say nothing; one is left behind a bare point.
  if (number.find('.') != std::string_view::npos) {
    while (number.ends_with("00") || (number.ends_with('0') && !number.ends_with(".0")))
      number.remove_suffix(1);
  }
  const std::size_t point = number.find('.');
  const auto written = point == std::string_view::npos ? std::size_t{0} : number.size() - point - 1;
  const int places = written <= credits::decimals ? credits::decimals : price_decimals;
  const auto count = read_number(in, at, number, what, places, allowed_sign::not_negative);
  if (!count) return {};
  const std::int64_t denominator = places == price_decimals ? credits::micro_per_credit : 1;
  const std::int64_t common = std::gcd(*count, denominator);
  return unit_price{*count / common, denominator / common};
}

std::optional<credit_rate> read_rate(scope& in, const node& at, const due_currency& due,
                                     std::string_view what) {
  const auto text = read_text(in, at, what);
  if (!text) return {};
  const std::size_t equals = text->find(" = ");
  const auto brings =
      equals == std::string_view::npos ? std::nullopt : before_credits(text->substr(equals + 3));
  if (!brings) {
    report(in, at, fault::not_a_rate,
           {fmt::format("{} is not a rate", what), "not a rate",
            fmt::format("a rate is written `1 {} = 50 credits`",
                        due ? (*due).code() : std::string_view("EUR"))});
    return {};
  }
  node side = at;
  side.text = text->substr(0, equals);
  const auto price = read_money(in, side, fmt::format("the price in {}", what), due, allowed_sign::positive);
  const auto bought = read_number(in, at, *brings, "the credit that a rate brings", credits::decimals,
                                  allowed_sign::positive);
  if (!price || !bought) return {};
  return credit_rate{*price, credits::from_micro(*bought)};
}

std::optional<parts_per_million> read_percentage(scope& in, const node& at, std::string_view what) {
  constexpr std::int64_t all = 1'000'000;
  const auto text = read_text(in, at, what);
  if (!text) return {};
  if (!text->ends_with('%')) {
    report(in, at, fault::not_a_percentage,
           {fmt::format("{} is not a percentage", what), "no `%`", "write it like `2%` or `0.05%`"});
    return {};
  }
  const auto number = read_number(in, at, text->substr(0, text->size() - 1), what, percentage_decimals,
                                  allowed_sign::not_negative);
  if (!number) return {};
  if (*number > all) {
    report(in, at, fault::not_a_percentage,
           {fmt::format("{} is more than all", what), "more than all", "write `100%` at most"});
    return {};
  }
  return static_cast<parts_per_million>(*number);
}

std::optional<std::size_t> read_choice(scope& in, const node& at, std::string_view what,
                                       std::span<const std::string_view> words) {
  const auto text = read_text(in, at, what);
  if (!text) return {};
  const auto found = std::find(words.begin(), words.end(), *text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  constexpr std::size_t few = 6;
  std::string label = "not one of the words";
  std::string hint = did_you_mean(*text, words);
  if (hint.empty())
    hint = fmt::format("write {}", one_of(words));
  else if (words.size() <= few)
    label = fmt::format("{} is due here", one_of(words));
  report(in, at, fault::not_a_choice,
         {fmt::format("{} cannot be `{}`", what, text->substr(0, longest_name)), std::move(label),
          std::move(hint)});
  return {};
}

bool is_label(std::string_view text) {
  if (text.find('\n') != std::string_view::npos) return false;
  return text.size() <= longest_label || code_points(text) <= longest_label;
}

std::optional<std::string> read_label(scope& in, const node& at, std::string_view what) {
  const auto text = read_text(in, at, what);
  if (!text) return {};
  if (!is_label(*text)) {
    report(in, at, fault::bad_name,
           {fmt::format("{} is a text of one line with at most {} characters", what, longest_label),
            text->find('\n') != std::string_view::npos ? "of several lines" : "too long",
            "say it shorter, on one line"});
    return {};
  }
  return std::string(*text);
}

bool check_name(scope& in, const node& name) {
  const std::string_view text = name.text;
  const auto may_stand = [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || std::string_view("_-.@+ ").find(c) != std::string_view::npos;
  };
  const bool spaced =
      text.starts_with(' ') || text.ends_with(' ') || text.find("  ") != std::string_view::npos;
  if (code_points(text) <= longest_name && !spaced && std::all_of(text.begin(), text.end(), may_stand))
    return true;
  report(in, name, fault::bad_name,
         {fmt::format("`{}` is not a name", text.substr(0, longest_name)), "not a name",
          "a name has up to 64 letters, digits, `_`, `-`, `.`, `@`, `+`, and single spaces inside"});
  return false;
}

}  // namespace drawdown::language
