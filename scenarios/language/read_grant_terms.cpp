#include "scenarios/language/read_grant_terms.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "scenarios/language/read_users.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 2> recurs_keys = {"every", "anchor"};
constexpr std::array<names, 2> rollover_keys = {"max", "min"};
constexpr std::array<names, 0> none{};

// What recurs more often than this is usage, not a grant; and each time is an event.
constexpr duration shortest_recurrence = duration::hours(1);

// The names in a list that has at least one.
const std::vector<node>* restricting_names(scope& in, const node& at, names what) {
  const auto* items = list_items(in, at, what);
  if (items == nullptr || !items->empty()) return items;
  in.report(fault::missing_value, at.place,
            {fmt::format("{} names nothing", what), "an empty list",
             "take it away where the credit may pay for anything"});
  return nullptr;
}

std::optional<span_of_time> read_every(scope& in, const node& at) {
  const auto every = read_span(in, at, "how often a grant recurs");
  if (!every) return {};
  const auto* exact = std::get_if<duration>(&*every);
  const bool is_short =
      exact != nullptr ? *exact < shortest_recurrence : std::get<calendar_span>(*every).count == 0;
  if (!is_short) return every;
  in.report(fault::out_of_range, at.place,
            {"a grant recurs once an hour at most", "too often", "write `recurs: 1 week`, or a longer time"});
  return {};
}

}  // namespace

void read_restriction(scenario_state& state, const mapping& keys, restriction& into) {
  scope& in = state.in;
  if (const node* meters = keys.find("meters")) {
    const auto* items = restricting_names(in, *meters, "`meters`");
    for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
      const auto meter = look_up(state, (*items)[i], "a meter", state.meters, state.sold.meters_known);
      if (meter) into.meters.push_back(*meter);
    }
  }
  if (const node* features = keys.find("features")) {
    const auto* items = restricting_names(in, *features, "`features`");
    for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
      const auto meters = look_up(state, (*items)[i], "a feature", state.features, state.sold.meters_known);
      if (meters) into.meters.insert(into.meters.end(), meters->begin(), meters->end());
    }
  }
  std::sort(into.meters.begin(), into.meters.end());
  into.meters.erase(std::unique(into.meters.begin(), into.meters.end()), into.meters.end());
  if (const node* user = keys.find("user")) into.user = read_user(state, *user).value_or(no_user);
}

std::optional<recurrence> read_recurrence(scenario_state& state, const node& at, const zone_table& zone) {
  if (at.kind == node_kind::text) {
    const auto every = read_every(state.in, at);
    return every ? std::optional(recurrence{*every, {}}) : std::nullopt;
  }
  const mapping keys(state.in, at, {"`recurs`", recurs_keys, none});
  if (!keys.is_sound()) return {};
  const node* every = keys.require("every", "write `recurs: 1 week`, or `recurs: {every: 1 week}`");
  const auto length = every != nullptr ? read_every(state.in, *every) : std::nullopt;
  if (!length) return {};
  recurrence made{*length, {}};
  if (const node* anchor = keys.find("anchor"))
    made.anchor = read_instant(state.in, *anchor, "the anchor", zone);
  return made;
}

std::optional<rollover_terms> read_rollover(scope& in, const node& at) {
  const mapping keys(in, at, {"`rollover`", rollover_keys, none});
  if (!keys.is_sound()) return {};
  if (!keys.has("max") && !keys.has("min")) {
    in.report(fault::missing_key, at.place,
              {"`rollover` needs `max` or `min`", "nothing is said of what is left",
               "write `rollover: {max: 200}`: of what is left, at most 200 outlive a reset"});
    return {};
  }
  rollover_terms made;
  const node* most = keys.find("max");
  const node* least = keys.find("min");
  if (most != nullptr) made.max = read_credits(in, *most, "`max`", allowed_sign::not_negative);
  if (least != nullptr)
    made.min = read_credits(in, *least, "`min`", allowed_sign::not_negative).value_or(credits{});
  if (made.max && made.min > *made.max) {
    in.report(fault::bounds_contradict, least->place,
              {"`min` is above `max`",
               "more than may be left",
               "`min` is the smaller of the two",
               {{"`max` is given here", in.here(most->place)}}});
    return {};
  }
  return made;
}

}  // namespace drawdown::language
