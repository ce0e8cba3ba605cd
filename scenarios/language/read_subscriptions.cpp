// Steps with `subscribe`, `change_plan`, `cancel`, `resume`, `add_on`, `add_user` and `remove_user` (R8), and
// the quotes of them (R7.4).
#include <array>

#include <fmt/format.h>

#include "scenarios/language/read_customer.hpp"
#include "scenarios/language/read_users.hpp"
#include "scenarios/language/step.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 2> cancel_words = {"period_end", "at_once"};
constexpr std::array<names, 2> cycle_words = {"keep", "restart"};
constexpr std::array<names, 7> quote_keys = {"add_on",      "units",   "add_user",    "remove_user",
                                             "change_plan", "prorate", "change_cycle"};
constexpr std::array<names, 4> quoted = {"add_on", "add_user", "remove_user", "change_plan"};
constexpr std::array<names, 0> none{};

constexpr std::int64_t most_units = 10'000;

// A plan that the catalog has; where it is for each user, the account must have some.
std::optional<plan_index> read_plan(scenario_state& state, const step& from, const node& at) {
  const auto plan = look_up(state, at, "a plan", state.plans, state.sold.plans_known);
  if (!plan || (from.account && !check_users(state, *from.account, *plan, at.place))) return {};
  return plan;
}

std::optional<change_plan_command> read_plan_change(scenario_state& state, const step& from,
                                                    const mapping& keys, const node& value) {
  change_plan_command made;
  const auto plan = read_plan(state, from, value);
  if (const node* prorate = keys.find("prorate"))
    made.prorate = read_boolean(state.in, *prorate, "`prorate`").value_or(true);
  if (const node* cycle = keys.find("change_cycle"))
    made.restart = read_choice(state.in, *cycle, "`change_cycle`", cycle_words) == std::size_t{1};
  if (!plan) return {};
  made.plan = *plan;
  return made;
}

std::optional<add_on_command> read_units(scenario_state& state, const mapping& keys, const node& value) {
  const auto add_on = look_up(state, value, "an add-on", state.add_ons, state.sold.add_ons_known);
  const node* at = keys.require("units", "write `units: 3`: so many from now on");
  const auto units = at != nullptr ? read_whole(state.in, *at, "`units`", 0, most_units) : std::nullopt;
  if (!add_on || !units) return {};
  return add_on_command{*add_on, static_cast<std::uint32_t>(*units)};
}

// What belongs to one of the changes has no place in a quote of another.
void check_quoted(scope& in, const mapping& keys, names change) {
  for (const names key : {"units", "prorate", "change_cycle"}) {
    const names owner = key == "units" ? "add_on" : "change_plan";
    if (!keys.has(key) || owner == change) continue;
    in.report(fault::misplaced_key, keys.place_of(key),
              {fmt::format("`{}` has no place in a quote of `{}`", key, change), "belongs to another change",
               fmt::format("it belongs to `{}`", owner)});
  }
}

// The one change that a quote is about; empty where that is not clear.
names change_quoted(scope& in, const mapping& keys) {
  names found;
  for (const names change : quoted) {
    if (!keys.has(change)) continue;
    if (!found.empty()) {
      in.report(fault::keys_exclude, keys.place_of(change),
                {fmt::format("a quote cannot be of both `{}` and `{}`", found, change),
                 "the second change",
                 "write a second step",
                 {{"the first is here", in.here(keys.place_of(found))}}});
      return {};
    }
    found = change;
  }
  if (found.empty() && keys.is_sound())
    in.report(
        fault::missing_key, keys.place(),
        {"a quote is of some change", "none is named", fmt::format("it has one of {}", one_of(quoted))});
  return found;
}

}  // namespace

void read_subscribe(scenario_state& state, const step& from, const node& value) {
  subscribe_command made;
  const auto plan = read_plan(state, from, value);
  note_made(state, state.payments, from);
  if (const node* anchor = from.keys.find("anchor")) {
    const zone_table& zone = from.account ? state.zone_of(*from.account) : state.scenario_zone();
    made.anchor = read_instant(state.in, *anchor, "the anchor", zone);
  }
  if (!plan) return;
  made.plan = *plan;
  add_command(state, from, made);
}

void read_change_plan(scenario_state& state, const step& from, const node& value) {
  note_made(state, state.payments, from);
  if (const auto made = read_plan_change(state, from, from.keys, value)) add_command(state, from, *made);
}

void read_cancel(scenario_state& state, const step& from, const node& value) {
  if (const auto word = read_choice(state.in, value, "`cancel`", cancel_words))
    add_command(state, from, cancel_command{*word == 1});
}

void read_resume(scenario_state& state, const step& from, const node& value) {
  if (read_true(state.in, value, "`resume`", "write `resume: true` to undo a cancel, or take the step away"))
    add_command(state, from, resume_command{});
}

void read_add_on(scenario_state& state, const step& from, const node& value) {
  note_made(state, state.payments, from);
  if (const auto made = read_units(state, from.keys, value)) add_command(state, from, *made);
}

void read_add_user(scenario_state& state, const step& from, const node& value) {
  note_made(state, state.payments, from);
  if (from.account && !may_join(state, *from.account, value)) return;
  if (const auto user = read_user(state, value)) add_command(state, from, seat_command{*user, true});
}

void read_remove_user(scenario_state& state, const step& from, const node& value) {
  if (const auto user = read_user(state, value)) add_command(state, from, seat_command{*user, false});
}

void read_view_usage(scenario_state& state, const step& from, const node& value) {
  if (read_true(state.in, value, "`view_usage`", "write `view_usage: true`, and `by: NAME` for who looks"))
    add_command(state, from, view_usage_command{});
}

void read_quote(scenario_state& state, const step& from, const node& value) {
  note_made(state, state.quotes, from);
  const mapping keys(state.in, value, {"`quote`", quote_keys, none});
  const names change = change_quoted(state.in, keys);
  if (change.empty()) return;
  check_quoted(state.in, keys, change);
  const node* named = keys.find(change);
  if (named == nullptr) return;
  quote_command made;
  if (change == "add_on") {
    const auto units = read_units(state, keys, *named);
    if (!units) return;
    made.change = *units;
  } else if (change == "change_plan") {
    const auto plan = read_plan_change(state, from, keys, *named);
    if (!plan) return;
    made.change = *plan;
  } else {
    const auto user = read_user(state, *named);
    if (!user) return;
    made.change = seat_command{*user, change == "add_user"};
  }
  add_command(state, from, made);
}

}  // namespace drawdown::language
