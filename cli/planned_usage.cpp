#include "cli/planned_usage.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "cli/options.hpp"
#include "engine/time/text.hpp"
#include "engine/units/decimal.hpp"
#include "scenarios/language/asked_time.hpp"

namespace drawdown::cli {

namespace {

template <class... Parts>
tl::unexpected<error> refuse(fmt::format_string<Parts...> words, Parts&&... parts) {
  return fail(error_code::malformed, "--use: " + fmt::format(words, std::forward<Parts>(parts)...));
}

result<meter_index> find_meter(const catalog& sold, const std::string& name) {
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < sold.meters.size(); ++i) {
    if (sold.meters[i].name == name) return static_cast<meter_index>(i);
    known.push_back(sold.meters[i].name);
  }
  return tl::unexpected(unknown_word("meter", name, known));
}

// R7.1: time where the meter is of time, else a number.
result<std::int64_t> quantity_of(const meter& of, const std::string& text) {
  if (text.starts_with('-')) return refuse("the quantity of `{}` must not be negative", of.name);
  if (!is_time(of.per)) {
    const auto number = parse_decimal(text, credits::decimals);
    if (!number) return refuse("`{}` is counted: a number such as `{}=3`, not `{}`", of.name, of.name, text);
    return *number;
  }
  const auto length = language::parse_asked_duration(text);
  if (!length)
    return refuse("`{}` is measured in time: a length such as `{}=12m30s`, not `{}`", of.name, of.name, text);
  return length->us();
}

// R7.1: said where the meter multiplies, and only there.
result<std::int64_t> times_of(const meter& of, const std::string& text) {
  if (of.times.empty() && text.empty()) return 1;
  if (of.times.empty()) return refuse("nothing multiplies `{}`: take `times` away", of.name);
  if (text.empty()) return refuse("`{}` is multiplied by its {}: add `,times=12`", of.name, of.times);
  const auto number = read_count("--use: times", text, 1, INT64_MAX);
  if (!number) return tl::unexpected(number.error());
  return static_cast<std::int64_t>(*number);
}

// R7.2: said where the price goes by one, and only there.
result<value_index> value_of(const meter& of, const std::string& text) {
  const auto* by = std::get_if<price_by_value>(&of.price);
  if (by == nullptr && text.empty()) return no_value;
  if (by == nullptr) return refuse("the price of `{}` goes by no value: take `value` away", of.name);
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < by->values.size(); ++i) {
    if (by->values[i].value == text) return static_cast<value_index>(i);
    known.push_back(by->values[i].value);
  }
  if (text.empty())
    return refuse("the price of `{}` goes by its {}: add `,value={}`", of.name, by->attribute, known.front());
  return tl::unexpected(unknown_word(by->attribute, text, known));
}

}  // namespace

result<planned_usage> read_planned_usage(std::string_view text) {
  const std::string_view first = text.substr(0, text.find(','));
  const std::size_t sign = first.find('=');
  if (sign == 0 || sign == std::string_view::npos || sign + 1 == first.size())
    return refuse("`{}` is not METER=QUANTITY, as `call=2h`", text);
  planned_usage made{.meter = std::string(first.substr(0, sign)),
                     .quantity = std::string(first.substr(sign + 1)),
                     .times = {},
                     .value = {}};
  for (std::string_view rest = text.substr(first.size()); !rest.empty();) {
    rest.remove_prefix(1);
    const std::string_view part = rest.substr(0, rest.find(','));
    rest.remove_prefix(part.size());
    std::string* target = nullptr;
    if (part.starts_with("times=")) target = &made.times;
    if (part.starts_with("value=")) target = &made.value;
    const std::string_view said = target == nullptr ? std::string_view() : part.substr(6);
    if (said.empty()) return refuse("`{}` is neither `times=N` nor `value=WORD`", part);
    if (!target->empty()) return refuse("`{}` says `{}` twice", text, part.substr(0, 5));
    *target = said;
  }
  return made;
}

result<metered_quantity> find_activity(const catalog& sold, const planned_usage& planned) {
  const auto meter = find_meter(sold, planned.meter);
  if (!meter) return tl::unexpected(meter.error());
  const drawdown::meter& of = sold.meters[*meter];
  const auto quantity = quantity_of(of, planned.quantity);
  if (!quantity) return tl::unexpected(quantity.error());
  const auto times = times_of(of, planned.times);
  if (!times) return tl::unexpected(times.error());
  const auto value = value_of(of, planned.value);
  if (!value) return tl::unexpected(value.error());
  return metered_quantity{*meter, *quantity, *times, *value};
}

}  // namespace drawdown::cli
