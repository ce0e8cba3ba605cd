#include "scenarios/language/read_scenario.hpp"

#include <array>
#include <vector>

#include <fmt/format.h>

#include "engine/settings/table.hpp"
#include "scenarios/language/read_accounts.hpp"
#include "scenarios/language/read_gateways.hpp"
#include "scenarios/language/read_timeline.hpp"
#include "scenarios/language/scenario_state.hpp"
#include "scenarios/language/system_zones.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 11> scenario_keys = {"scenario", "catalog",  "rules",   "settings",
                                                 "seed",     "start",    "end",     "time_zone",
                                                 "gateways", "accounts", "timeline"};
constexpr std::array<names, 13> scenario_later = {
    "users", "organizations", "usage",   "always", "expect", "thresholds", "population",
    "mix",   "behaviours",    "signups", "churn",  "months", "versions"};
constexpr std::string_view default_rules = "default";

// A file that is something else is better told so than by everything that it lacks.
bool is_something_else(scope& in, const node& of) {
  if (of.kind != node_kind::mapping) return false;
  bool scenario = false, population = false, currency_found = false;
  text_place where = of.place;
  for (const entry& one : of.entries) {
    scenario = scenario || one.key.text == "scenario";
    population = population || one.key.text == "population";
    currency_found = currency_found || one.key.text == "currency";
    if (one.key.text == "population") where = one.key.place;
  }
  if (scenario) return false;
  if (population) {
    in.report(fault::not_built, where,
              {"populations are not built in this version", "", "a scenario begins with `scenario: NAME`"});
  } else if (currency_found) {
    in.report(fault::missing_key, where,
              {"this is a catalog, not a scenario", "",
               "a scenario begins with `scenario: NAME` and names its catalog with `catalog: FILE`"});
  }
  return population || currency_found;
}

void read_settings(scenario_state& state, const node& at) {
  if (at.kind != node_kind::mapping) {
    report_shape(state.in, at, "`settings`", "a mapping");
    return;
  }
  std::vector<names> known;
  for (const setting_entry& one : setting_table()) known.push_back(one.name);
  for (const entry& one : at.entries) {
    std::string text = one.value.text;
    if (one.value.kind == node_kind::list) {  // `[a, b]` says the same as the text `a, b`
      for (const node& item : one.value.items) text += (text.empty() ? "" : ", ") + item.text;
    } else if (!read_text(state.in, one.value, fmt::format("the setting `{}`", one.key.text))) {
      continue;
    }
    const result<void> applied = apply_setting(state.what.settings, one.key.text, text);
    if (applied) continue;
    if (applied.error().code == error_code::unknown_name) {
      state.in.report(fault::unknown_key, one.key.place,
                      {fmt::format("there is no setting `{}`", one.key.text), "not a setting",
                       did_you_mean(one.key.text, known)});
    } else if (applied.error().code == error_code::not_built) {
      state.in.report(fault::not_built, one.key.place, engine_wording(applied.error()));
    } else {
      state.in.report(fault::setting_value, one.value.place, engine_wording(applied.error()));
    }
  }
}

void read_rules(scenario_state& state, const node& at) {
  const auto text = read_text(state.in, at, "the rule-book");
  if (!text || *text == default_rules) return;
  state.in.report(fault::not_built, at.place,
                  {fmt::format("the rule-book `{}` is not built in this version", *text), "",
                   "write `rules: default`, and differences under `settings`"});
}

void read_bounds(scenario_state& state, const mapping& keys) {
  const node* start = keys.require("start", "write `start: 2026-01-30T09:00:00Z`, or a date");
  const node* end = keys.require("end", "write `end: 2026-03-02`");
  if (start != nullptr) state.start = read_instant(state.in, *start, "`start`", state.scenario_zone());
  if (end != nullptr) state.end = read_instant(state.in, *end, "`end`", state.scenario_zone());
  if (state.start && state.end && *state.end <= *state.start) {
    state.in.report(
        fault::empty_run, end->place,
        {"the run ends before it begins", fmt::format("`start` is {}", to_string(*state.start)), ""});
    state.end.reset();
  }
  state.what.start = state.start.value_or(instant{});
  state.what.end = state.end.value_or(instant{});
}

void read_sold(scenario_state& state, const mapping& keys, const catalog_opener& open_catalog) {
  const node* at = keys.require("catalog", "write `catalog: FILE`, or the catalog itself");
  if (at == nullptr) return;
  if (at->kind == node_kind::mapping) {
    state.sold = read_catalog(state.in, *at);
  } else if (read_text(state.in, *at, "the catalog")) {
    state.sold = open_catalog(*at).value_or(catalog_read{});
  }
  state.what.catalog = state.sold.what;
  for (std::size_t i = 0; i < state.what.catalog.meters.size(); ++i) {
    state.meters.emplace(state.what.catalog.meters[i].name, static_cast<meter_index>(i));
  }
}

void read_seed(scenario_state& state, const node& at) {
  const auto seed = read_whole(state.in, at, "the seed", 0, INT64_MAX);
  if (seed) state.what.seed = static_cast<std::uint64_t>(*seed);
}

}  // namespace

void read_scenario(scope& in, const node& of, const catalog_opener& open_catalog, world& made) {
  if (is_something_else(in, of)) return;
  const mapping keys(in, of, {"a scenario", scenario_keys, scenario_later});
  if (!keys.is_sound()) return;

  scenario_state state(in, made);
  made.zone_database_version = system_zone_version();
  if (const node* at = keys.require("scenario", "begin with `scenario: NAME`"))
    made.name = read_label(in, *at, "the scenario's name").value_or("");
  if (const node* at = keys.find("time_zone")) state.zone = read_zone(state, *at).value_or(0);
  if (const node* at = keys.find("rules")) read_rules(state, *at);
  if (const node* at = keys.find("settings")) read_settings(state, *at);
  if (const node* at = keys.find("seed")) read_seed(state, *at);
  read_bounds(state, keys);
  read_sold(state, keys, open_catalog);

  state.gateways_known = !keys.has("gateways");
  if (const node* at = keys.find("gateways")) read_gateways(state, *at);
  if (const node* at = keys.require("accounts", "write `accounts: {NAME: {}}`")) read_accounts(state, *at);
  if (const node* at = keys.find("timeline")) read_timeline(state, *at);
}

}  // namespace drawdown::language
