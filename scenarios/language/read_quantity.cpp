#include "scenarios/language/read_quantity.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "scenarios/language/time_values.hpp"
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
  if (!is_time(used.per)) {
    if (looks_like_time(*text)) {
      in.report(fault::quantity_unit, at.place,
                {fmt::format("`{}` is counted, not timed", used.name),
                 "a length of time",
                 "write a number: `quantity: 3`",
                 {{fmt::format("the meter is declared here, per {}", name_of(used.per)), declared.at}}});
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
               fmt::format("write `{}{}`", *text, name_of(used.per).front()),
               {{fmt::format("the meter is declared here, per {}", name_of(used.per)), declared.at}}});
    return {};
  }
  const auto length = read_duration(in, at, "the quantity");
  return length ? std::optional(length->us()) : std::nullopt;
}

namespace {

// Reports that `key` is missing, or has no place, beside a quantity of that meter.
void report_factor(scope& in, text_place where, const meter& of, const declared_meter& declared, names label,
                   std::string hint) {
  in.report(fault::quantity_unit, where,
            {fmt::format("this does not fit a quantity of `{}`", of.name),
             std::string(label),
             std::move(hint),
             {{"the meter is declared here", declared.at}}});
}

// What the quantity is multiplied by; said where the meter multiplies, and only there.
std::optional<std::int64_t> read_times(scope& in, const mapping& keys, const meter& of,
                                       const declared_meter& declared) {
  if (of.times.empty() && !keys.has("times")) return 1;
  if (of.times.empty()) {
    report_factor(in, keys.place_of("times"), of, declared, "nothing multiplies it",
                  "take it away, or write `times: participants` at the meter");
    return {};
  }
  if (const node* at = keys.find("times")) return read_whole(in, *at, "`times`", 1, INT64_MAX);
  if (!keys.has("times"))
    report_factor(in, keys.place_of("quantity"), of, declared, fmt::format("for how many {}?", of.times),
                  "write `times: 12` beside it");
  return {};
}

// The value that the price goes by; said where it goes by one, and only there.
std::optional<value_index> read_value_of(scope& in, const mapping& keys, const meter& of,
                                         const declared_meter& declared) {
  const auto* by = std::get_if<price_by_value>(&of.price);
  if (by == nullptr && !keys.has("value")) return no_value;
  if (by == nullptr) {
    report_factor(in, keys.place_of("value"), of, declared, "its price goes by no value",
                  "take it away, or give the meter a price for each value");
    return {};
  }
  if (by->values.empty()) return {};
  if (const node* at = keys.find("value")) return read_value(in, *at, of, declared);
  if (!keys.has("value"))
    report_factor(in, keys.place_of("quantity"), of, declared, fmt::format("of which {}?", by->attribute),
                  fmt::format("write `value: {}` beside it", by->values.front().value));
  return {};
}

}  // namespace

std::optional<value_index> read_value(scope& in, const node& at, const meter& of,
                                      const declared_meter& declared) {
  const auto& by = std::get<price_by_value>(of.price);
  std::vector<names> values;
  for (const price_by_value::value_price& one : by.values) values.push_back(one.value);
  const auto text = read_text(in, at, fmt::format("the {}", by.attribute));
  if (!text) return {};
  const auto found = std::find(values.begin(), values.end(), *text);
  if (found != values.end()) return static_cast<value_index>(found - values.begin());
  const std::string meant = did_you_mean(*text, values);
  in.report(fault::unknown_reference, at.place,
            {fmt::format("`{}` has no price for the {} `{}`", of.name, by.attribute, *text),
             "nothing has this name",
             meant.empty() ? fmt::format("there is {}", one_of(values)) : meant,
             {{"the meter is declared here", declared.at}}});
  return {};
}

std::optional<usage_factors> read_factors(scenario_state& state, const mapping& keys, meter_index of) {
  const meter& used = state.what.catalog.meters[of];
  const declared_meter& declared = state.sold.meters_declared[of];
  const auto times = read_times(state.in, keys, used, declared);
  const auto value = read_value_of(state.in, keys, used, declared);
  if (!times || !value) return {};
  return usage_factors{*times, *value};
}

std::optional<metered_quantity> read_metered_quantity(scenario_state& state, const mapping& keys,
                                                      const node& at, meter_index of) {
  const declared_meter& declared = state.sold.meters_declared[of];
  const auto quantity = read_quantity(state.in, at, state.what.catalog.meters[of], declared);
  if (!declared.measure_known) return {};
  const auto factors = read_factors(state, keys, of);
  if (!quantity || !factors) return {};
  return metered_quantity{of, *quantity, factors->times, factors->value};
}

}  // namespace drawdown::language
