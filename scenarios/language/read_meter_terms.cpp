// What is sold by use (R7.1), first and as it changes.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "scenarios/language/read_price.hpp"
#include "scenarios/language/read_sold.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 8> meter_keys = {
    "per", "price", "increment", "minimum", "feature", "times", "requires_positive_balance", "divisible"};
constexpr std::array<names, 3> fixed_keys = {"per", "feature", "times"};
constexpr std::array<names, 0> none{};
constexpr std::array<names, 4> measures_later = {"day", "participant", "word", "image"};

// What one unit of the meter is.
std::optional<measure> read_measure(scope& in, const node& at) {
  for (const names later : measures_later) {
    if (at.kind == node_kind::text && at.text == later) {
      in.report(fault::not_built, at.place,
                {fmt::format("meters per `{}` are not built in this version", later), "not in this version",
                 "`unit` counts anything that is not time"});
      return {};
    }
  }
  const auto choice = read_choice(in, at, "what a meter is per", measure_names);
  return choice ? std::optional(static_cast<measure>(*choice)) : std::nullopt;
}

// A quantity of a meter's own kind, above zero.
std::int64_t read_step(scope& in, const node& at, measure per, names what) {
  if (!is_time(per)) return read_decimal(in, at, what, credits::decimals, allowed_sign::positive).value_or(0);
  const auto length = read_duration(in, at, what);
  if (length && length->us() == 0) {
    in.report(
        fault::wrong_sign, at.place,
        {fmt::format("{} must be above zero", what), "this is zero", "leave it out where there is none"});
  }
  return length ? length->us() : 0;
}

void read_what_it_is(scope& in, const mapping& keys, declared_meter& declared, meter& into) {
  std::optional<measure> per;
  if (const node* at = keys.require("per", fmt::format("write `per: {}`", measure_names.front())))
    per = read_measure(in, *at);
  into.per = per.value_or(measure::unit);
  declared.measure_known = per.has_value();
  if (const node* price = keys.require("price", "write `price: 10`, in credits"))
    into.price = read_price_form(in, *price, into.per);
  if (const node* at = keys.find("feature")) {
    if (read_text(in, *at, "the feature") && check_name(in, *at)) into.feature = at->text;
  }
  if (const node* at = keys.find("times")) {
    if (read_text(in, *at, "what the quantity is multiplied by") && check_name(in, *at))
      into.times = at->text;
  }
}

// A usage says which value its price goes by, so the values stay when prices change.
void change_price(scope& in, const node& at, const declared_meter& declared, meter& into) {
  price_form next = read_price_form(in, at, into.per);
  const auto* before = std::get_if<price_by_value>(&into.price);
  auto* after = std::get_if<price_by_value>(&next);
  const auto report = [&](std::string message, names label, std::string hint) {
    in.report(fault::never_changes, at.place,
              {std::move(message),
               std::string(label),
               std::move(hint),
               {{"the meter is declared here", declared.at}}});
  };
  if ((before == nullptr) != (after == nullptr) ||
      (before != nullptr && before->attribute != after->attribute)) {
    report(fmt::format("what the price of `{}` goes by never changes", into.name),
           before != nullptr ? "no price by the same attribute" : "a price by value",
           before != nullptr ? fmt::format("write `{{by: {}, …}}`", before->attribute)
                             : std::string("write one price, in tiers or in packages"));
    return;
  }
  if (before == nullptr) {
    into.price = std::move(next);
    return;
  }
  price_by_value ordered = *before;
  bool all_there = before->values.size() == after->values.size();
  for (price_by_value::value_price& one : ordered.values) {
    const auto found = std::find_if(after->values.begin(), after->values.end(),
                                    [&](const auto& other) { return other.value == one.value; });
    all_there = all_there && found != after->values.end();
    if (found != after->values.end()) one.price = found->price;
  }
  if (!all_there) {
    std::vector<names> values;
    for (const price_by_value::value_price& one : before->values) values.push_back(one.value);
    report(fmt::format("the values that `{}` has a price for never change", into.name), "other values",
           fmt::format("write a price for each of {}", one_of(values)));
  }
  into.price = std::move(ordered);
}

// A part of a quantity that something multiplies is not a part of what is charged.
void check_divisible(scope& in, const mapping& keys, const declared_meter& declared, const meter& made) {
  if (!made.divisible || made.times.empty()) return;
  in.report(fault::keys_exclude, keys.place_of("divisible"),
            {"a meter with `times` cannot be divisible",
             fmt::format("its quantity is multiplied by {}", made.times),
             "take `divisible` away, or count what is multiplied already",
             {{"the meter is declared here", declared.at}}});
}

}  // namespace

void read_meter_terms(scope& in, const node& at, sold_as how, declared_meter& declared, meter& into) {
  const mapping keys(in, at, {"a meter", meter_keys, none});
  if (!keys.is_sound()) return;
  if (how == sold_as::first) {
    read_what_it_is(in, keys, declared, into);
  } else {
    report_fixed(in, keys, fixed_keys, "a meter");
    if (const node* price = keys.find("price"); price != nullptr && declared.measure_known)
      change_price(in, *price, declared, into);
  }
  if (declared.measure_known) {
    if (const node* step = keys.find("increment"))
      into.increment = read_step(in, *step, into.per, "the increment");
    if (const node* least = keys.find("minimum"))
      into.minimum = read_step(in, *least, into.per, "the minimum");
  }
  if (const node* asks = keys.find("requires_positive_balance"))
    into.requires_positive_balance = read_boolean(in, *asks, "`requires_positive_balance`");
  if (const node* divisible = keys.find("divisible")) {
    into.divisible = read_boolean(in, *divisible, "`divisible`").value_or(false);
    check_divisible(in, keys, declared, into);
  }
}

}  // namespace drawdown::language
