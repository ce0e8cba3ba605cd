#include "scenarios/language/read_catalog.hpp"

#include <array>

#include <fmt/format.h>

#include "scenarios/language/mapping.hpp"
#include "scenarios/language/read_price.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 5> catalog_keys = {"catalog", "currency", "credit_rate", "meters", "top_ups"};
constexpr std::array<names, 8> catalog_later = {"plans",     "add_ons",   "versions",    "features",
                                                "overrides", "time_zone", "low_balance", "invoices"};
constexpr std::array<names, 7> meter_keys = {
    "per", "price", "increment", "minimum", "feature", "times", "requires_positive_balance"};
constexpr std::array<names, 2> meter_later = {"divisible", "overage_price"};
constexpr std::array<names, 4> top_up_keys = {"minimum", "maximum", "tiers", "expires"};
constexpr std::array<names, 5> top_up_later = {"requires_plan", "bonus", "rate", "non_refundable",
                                               "restricted"};
constexpr std::array<names, 4> measures_later = {"day", "participant", "word", "image"};

constexpr std::size_t most_meters = 10'000;

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
std::int64_t read_step(scope& in, const node& at, measure per, std::string_view what) {
  if (!is_time(per)) return read_decimal(in, at, what, credits::decimals, allowed_sign::positive).value_or(0);
  const auto length = read_duration(in, at, what);
  if (length && length->us() == 0) {
    in.report(
        fault::wrong_sign, at.place,
        {fmt::format("{} must be above zero", what), "this is zero", "leave it out where there is none"});
  }
  return length ? length->us() : 0;
}

meter read_meter(scope& in, const entry& from, declared_meter& declared) {
  meter made;
  made.name = from.key.text;
  const mapping keys(in, from.value, {"a meter", meter_keys, meter_later});
  if (!keys.is_sound()) return made;
  std::optional<measure> per;
  if (const node* at = keys.require("per", fmt::format("write `per: {}`", measure_names.front())))
    per = read_measure(in, *at);
  made.per = per.value_or(measure::unit);
  declared.measure_known = per.has_value();
  if (const node* price = keys.require("price", "write `price: 10`, in credits"))
    made.price = read_price_form(in, *price, made.per);
  if (per) {
    if (const node* at = keys.find("increment")) made.increment = read_step(in, *at, *per, "the increment");
    if (const node* at = keys.find("minimum")) made.minimum = read_step(in, *at, *per, "the minimum");
  }
  if (const node* at = keys.find("feature")) {
    if (read_text(in, *at, "the feature") && check_name(in, *at)) made.feature = at->text;
  }
  if (const node* at = keys.find("times")) {
    if (read_text(in, *at, "what the quantity is multiplied by") && check_name(in, *at))
      made.times = at->text;
  }
  if (const node* at = keys.find("requires_positive_balance")) {
    made.requires_positive_balance = read_boolean(in, *at, "`requires_positive_balance`");
  }
  return made;
}

bool read_meters(scope& in, const node& at, catalog_read& made) {
  const auto* entries = named_entries(in, at, "`meters`");
  if (entries == nullptr) return false;
  if (entries->size() > most_meters) {
    in.report(fault::out_of_range, at.place,
              {fmt::format("a catalog has at most {} meters", most_meters),
               fmt::format("these are {}", entries->size()), "write several catalogs"});
    return false;
  }
  std::vector<meter>& into = made.what.meters;
  for (const entry& one : *entries) {
    made.meters_declared.push_back({in.here(one.key.place)});
    if (one.value.kind == node_kind::nothing) {
      into.push_back(meter{});  // already reported; steps that use it shall not be faulty for it
      into.back().name = one.key.text;
    } else {
      into.push_back(read_meter(in, one, made.meters_declared.back()));
    }
  }
  return true;
}

// How long bought credit lives: an hour at least, or a recharge would be made as fast as the gateway answers.
std::optional<span_of_time> read_bought_life(scope& in, const node& at) {
  const auto life = read_span(in, at, "`expires`");
  if (!life) return {};
  const auto* exact = std::get_if<duration>(&*life);
  const bool is_short =
      exact != nullptr ? *exact < duration::hours(1) : std::get<calendar_span>(*life).count == 0;
  if (!is_short) return life;
  in.report(
      fault::bought_credit_too_short, at.place,
      {"bought credit lives for an hour at least", "too short", "leave `expires` out if it never ends"});
  return {};
}

void read_top_ups(scope& in, const node& at, catalog_read& read) {
  top_up_terms& made = read.what.top_ups;
  const mapping keys(in, at, {"`top_ups`", top_up_keys, top_up_later});
  if (const node* minimum = keys.find("minimum")) {
    made.minimum = read_money(in, *minimum, "the minimum", read.unit, allowed_sign::not_negative);
    read.minimum_at = in.here(minimum->place);
  }
  if (const node* maximum = keys.find("maximum")) {
    made.maximum = read_money(in, *maximum, "the maximum", read.unit, allowed_sign::positive);
    read.maximum_at = in.here(maximum->place);
    if (made.minimum && made.maximum && *made.minimum > *made.maximum) {
      in.report(fault::bounds_contradict, maximum->place,
                {"the maximum is below the minimum",
                 "no top-up could be made",
                 "the minimum is the smaller of the two",
                 {{"the minimum is given here", read.minimum_at}}});
    }
  }
  if (const node* tiers = keys.find("tiers")) {
    if (const auto* items = list_items(in, *tiers, "`tiers`")) {
      for (const node& tier : *items) {
        if (const auto amount = read_money(in, tier, "a tier", read.unit, allowed_sign::positive))
          made.tiers.push_back(*amount);
      }
    }
  }
  if (const node* expires = keys.find("expires")) made.expires = read_bought_life(in, *expires);
}

}  // namespace

catalog_read read_catalog(scope& in, const node& of) {
  catalog_read made;
  const mapping keys(in, of, {"a catalog", catalog_keys, catalog_later});
  if (!keys.is_sound()) return made;

  if (const node* at = keys.require("catalog", "begin with `catalog: NAME`")) {
    made.what.name = read_label(in, *at, "the catalog's name").value_or("");
  }
  if (const node* at = keys.require("currency", "write `currency: EUR`")) {
    if (const auto text = read_text(in, *at, "the currency")) {
      const result<currency> unit = currency::of(*text);
      if (unit) {
        made.what.unit = *unit;
        made.unit = {*unit, in.here(at->place)};
      } else {
        in.report(fault::unknown_currency, at->place,
                  {fmt::format("`{}` is not a currency", *text), "not a currency", currency_advice(*text)});
      }
    }
  }
  if (const node* at = keys.require("credit_rate", "write `credit_rate: 1 EUR = 50 credits`")) {
    if (const auto rate = read_rate(in, *at, made.unit)) {
      made.what.rate = *rate;
      made.rate_known = true;
    }
  }
  if (!keys.has("meters")) {
    made.meters_known = true;
  } else if (const node* at = keys.find("meters")) {
    made.meters_known = read_meters(in, *at, made);
  }
  if (const node* at = keys.find("top_ups")) read_top_ups(in, *at, made);
  return made;
}

}  // namespace drawdown::language
