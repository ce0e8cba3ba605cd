#include "scenarios/language/read_quantity.hpp"

#include <fmt/format.h>

#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

// Whether a text is written as a length of time, rightly or not: it begins with a digit and has letters.
bool looks_like_time(std::string_view text) {
  return !text.empty() && text.front() >= '0' && text.front() <= '9' &&
         text.find_first_of("dhmsuwy") != names::npos;
}

}  // namespace

std::optional<std::int64_t> read_quantity(scope& in, const node& at, const meter& used,
                                          const declared_meter& declared) {
  const auto text = read_text(in, at, "the quantity");
  if (!text || !declared.measure_known) return {};
  if (used.per == measure::unit) {
    if (looks_like_time(*text)) {
      in.report(fault::quantity_unit, at.place,
                {fmt::format("`{}` is counted, not timed", used.name),
                 "a length of time",
                 "write a number: `quantity: 3`",
                 {{"the meter is declared here, per unit", declared.at}}});
      return {};
    }
    return read_decimal(in, at, "the quantity", credits::decimals, allowed_sign::not_negative);
  }
  if (text->starts_with('-')) {
    in.report(fault::wrong_sign, at.place,
              {"the quantity must not be negative", "below zero",
               fmt::format("write it without the minus: `{}`", text->substr(1))});
    return {};
  }
  if (text->find_first_not_of("0123456789._") == names::npos) {
    in.report(fault::quantity_unit, at.place,
              {fmt::format("`{}` is measured in time", used.name),
               "a number without a unit of time",
               fmt::format("write `{}{}`", *text, used.per == measure::minute ? "m" : "s"),
               {{fmt::format("the meter is declared here, per {}",
                             used.per == measure::minute ? "minute" : "second"),
                 declared.at}}});
    return {};
  }
  const auto length = read_duration(in, at, "the quantity");
  return length ? std::optional(length->us()) : std::nullopt;
}

}  // namespace drawdown::language
