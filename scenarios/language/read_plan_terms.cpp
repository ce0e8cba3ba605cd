// What can be subscribed to, and what is bought on top of it (R8.1, R8.4), first and as it changes.
#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "scenarios/language/read_sold.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 9> plan_keys = {"price",    "every",   "allocation", "allocation_every", "pool",
                                            "features", "top_ups", "trial",      "rollover"};
constexpr std::array<names, 3> fixed_of_plan = {"every", "allocation_every", "pool"};
constexpr std::array<names, 3> rollover_keys = {"max", "min", "lives"};
constexpr std::array<names, 5> add_on_keys = {"unit", "price", "pool", "for_plans", "prorate"};
constexpr std::array<names, 1> fixed_of_add_on = {"pool"};
constexpr std::array<names, 2> pool_words = {"shared", "per_user"};
constexpr std::array<names, 2> allocation_words = {"cycle", "1 month"};
constexpr std::array<names, 0> none{};

constexpr std::int64_t most_lives = 1'000'000;

// So large a price, times all units of all users, can still be counted (R1.5).
constexpr money most_price = money::from_minor(1'000'000'000);

std::optional<money> read_price_of_cycle(scope& in, const node& at, const catalog_read& sold) {
  const auto price = read_money(in, at, "the price", sold.unit, allowed_sign::not_negative);
  if (!price || *price <= most_price) return price;
  in.report(fault::out_of_range, at.place,
            {"the price is more than can be counted with all units and users", "too large",
             sold.unit ? fmt::format("at most {}", to_string(most_price, *sold.unit)) : std::string{}});
  return {};
}

// A cycle of an hour at least: a shorter one is a slip of the pen, and a run of a year would not end.
std::optional<span_of_time> read_cycle(scope& in, const node& at) {
  const auto every = read_span(in, at, "`every`");
  if (!every) return {};
  const auto* exact = std::get_if<duration>(&*every);
  const bool is_short = exact != nullptr ? *exact < duration::hours(1) : is_nothing(*every);
  if (!is_short) return every;
  in.report(fault::cycle_too_short, at.place,
            {"a cycle lasts for an hour at least", "too short", "write `every: 1 month`"});
  return {};
}

std::optional<credit_pool> read_pool(scope& in, const node& at) {
  const auto word = read_choice(in, at, "`pool`", pool_words);
  return word ? std::optional(static_cast<credit_pool>(*word)) : std::nullopt;
}

void read_cycle_terms(scope& in, const mapping& keys, plan_terms& into) {
  if (const node* every = keys.require("every", "write `every: 1 month`"))
    into.every = read_cycle(in, *every).value_or(calendar_span{1, calendar_unit::months});
  if (const node* pool = keys.find("pool")) into.pool = read_pool(in, *pool).value_or(credit_pool::shared);
  const node* monthly = keys.find("allocation_every");
  if (monthly == nullptr) return;
  const auto word = read_choice(in, *monthly, "`allocation_every`", allocation_words);
  into.monthly_allocation = word == std::size_t{1};
  if (!into.monthly_allocation || !keys.find("every") || in_months(into.every)) return;
  in.report(fault::bounds_contradict, monthly->place,
            {"the months of a cycle are counted where it lasts for months or years",
             "this cycle has no months",
             "write `every: 1 year`, or take `allocation_every` away",
             {{"the cycle is given here", in.here(keys.find("every")->place)}}});
}

// Features that no meter belongs to are taken for misspelt: the meter that was meant would be open to all.
void read_features(scope& in, const node& at, const catalog_read& sold, plan_terms& into) {
  const auto* items = list_items(in, at, "`features`");
  if (items == nullptr) return;
  std::vector<names> known;
  for (const meter& one : sold.what.meters) {
    if (!one.feature.empty() && std::find(known.begin(), known.end(), one.feature) == known.end())
      known.push_back(one.feature);
  }
  into.features.clear();
  for (const node& item : *items) {
    if (!read_text(in, item, "the feature")) continue;
    if (sold.meters_known && std::find(known.begin(), known.end(), item.text) == known.end())
      report_unsold(in, item, "a feature", known);
    into.features.push_back(item.text);
  }
}

std::optional<carry_terms> read_carry(scope& in, const node& at) {
  if (at.kind == node_kind::text) {
    constexpr std::size_t longest = 20;
    const bool is_number = !at.text.empty() && at.text.size() <= longest &&
                           at.text.find_first_not_of("0123456789._") == std::string::npos;
    in.report(fault::wrong_shape, at.place,
              {"`rollover` is a mapping, not a single value", "this is a single value",
               fmt::format("write `rollover: {{max: {}}}`: so much is carried at most",
                           is_number ? std::string_view(at.text) : "200")});
    return {};
  }
  const mapping keys(in, at, {"`rollover`", rollover_keys, none});
  if (!keys.is_sound()) return {};
  carry_terms made;
  const node* most = keys.require("max", "write `rollover: {max: 200}`");
  if (most == nullptr) return {};
  const auto max = read_credits(in, *most, "`max`", allowed_sign::not_negative);
  if (const node* least = keys.find("min")) {
    const auto min = read_credits(in, *least, "`min`", allowed_sign::not_negative);
    made.min = min.value_or(credits{});
    if (max && made.min > *max)
      in.report(fault::bounds_contradict, least->place,
                {"`min` is above `max`",
                 "more than is carried",
                 "`min` is the smaller of the two",
                 {{"`max` is given here", in.here(most->place)}}});
  }
  if (const node* lives = keys.find("lives")) {
    if (lives->kind == node_kind::text && lives->text == "forever") {
      made.lives.reset();
    } else if (const auto count = read_whole(in, *lives, "`lives`", 1, most_lives)) {
      made.lives = static_cast<std::uint32_t>(*count);
    }
  }
  if (!max) return {};
  made.max = *max;
  return made;
}

std::optional<span_of_time> read_trial(scope& in, const node& at) {
  const auto trial = read_span(in, at, "`trial`");
  if (!trial || !is_nothing(*trial)) return trial;
  in.report(fault::wrong_sign, at.place,
            {"a trial lasts for some time", "this is zero", "leave `trial` out where there is none"});
  return {};
}

// The plans that an add-on is sold with.
void read_for_plans(scope& in, const node& at, const catalog_read& sold, add_on_terms& into) {
  const auto* items = list_items(in, at, "`for_plans`");
  if (items == nullptr) return;
  const std::vector<names> known = names_of(sold.what.plans);
  into.for_plans.clear();
  for (const node& item : *items) {
    if (!read_text(in, item, "the name of a plan")) continue;
    const auto found = std::find(known.begin(), known.end(), item.text);
    if (found == known.end()) {
      if (sold.plans_known) report_unsold(in, item, "a plan", known, sold.plans_declared.data());
      continue;
    }
    const auto plan = static_cast<plan_index>(found - known.begin());
    if (std::find(into.for_plans.begin(), into.for_plans.end(), plan) == into.for_plans.end())
      into.for_plans.push_back(plan);
  }
  std::sort(into.for_plans.begin(), into.for_plans.end());
}

}  // namespace

std::vector<names> names_of(const std::vector<plan_terms>& plans) {
  std::vector<names> known;
  for (const plan_terms& one : plans) known.push_back(one.name);
  return known;
}

void read_plan_terms(scope& in, const node& at, sold_as how, const catalog_read& sold, plan_terms& into) {
  const mapping keys(in, at, {"a plan", plan_keys, none});
  if (!keys.is_sound()) return;
  const bool is_first = how == sold_as::first;
  const node* price =
      is_first ? keys.require("price", "write `price: 29 EUR`, or `price: 0 EUR`") : keys.find("price");
  if (price != nullptr) {
    if (const auto amount = read_price_of_cycle(in, *price, sold)) into.price = *amount;
  }
  if (is_first) read_cycle_terms(in, keys, into);
  if (!is_first) report_fixed(in, keys, fixed_of_plan, "a plan");
  const node* allocation =
      is_first ? keys.require("allocation", "write `allocation: 1000`, in credits") : keys.find("allocation");
  if (allocation != nullptr) {
    if (const auto amount = read_credits(in, *allocation, "the allocation", allowed_sign::not_negative))
      into.allocation = *amount;
  }
  if (const node* features = keys.find("features")) read_features(in, *features, sold, into);
  if (const node* top_ups = keys.find("top_ups"))
    into.top_ups = read_boolean(in, *top_ups, "`top_ups`").value_or(true);
  if (const node* trial = keys.find("trial")) into.trial = read_trial(in, *trial);
  if (const node* rollover = keys.find("rollover")) into.rollover = read_carry(in, *rollover);
}

void read_add_on_terms(scope& in, const node& at, sold_as how, const catalog_read& sold, add_on_terms& into) {
  const mapping keys(in, at, {"an add-on", add_on_keys, none});
  if (!keys.is_sound()) return;
  const bool is_first = how == sold_as::first;
  const node* unit =
      is_first ? keys.require("unit", "write `unit: 200 credits`, what one unit brings") : keys.find("unit");
  if (unit != nullptr) {
    if (const auto brings = read_credits(in, *unit, "a unit", allowed_sign::positive)) into.unit = *brings;
  }
  const node* price =
      is_first ? keys.require("price", "write `price: 30 EUR`, what one unit costs") : keys.find("price");
  if (price != nullptr) {
    if (const auto amount = read_price_of_cycle(in, *price, sold)) into.price = *amount;
  }
  if (is_first) {
    if (const node* pool = keys.find("pool")) into.pool = read_pool(in, *pool).value_or(credit_pool::shared);
  } else {
    report_fixed(in, keys, fixed_of_add_on, "an add-on");
  }
  if (const node* plans = keys.find("for_plans")) {
    read_for_plans(in, *plans, sold, into);
  } else if (is_first && !keys.has("for_plans")) {
    for (std::size_t i = 0; i < sold.what.plans.size(); ++i)
      into.for_plans.push_back(static_cast<plan_index>(i));
  }
  if (const node* prorate = keys.find("prorate"))
    into.prorate = read_boolean(in, *prorate, "`prorate`").value_or(false);
}

}  // namespace drawdown::language
