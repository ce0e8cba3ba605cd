#include "scenarios/language/read_scenario.hpp"

#include <array>
#include <vector>

#include <fmt/format.h>

#include "scenarios/language/read_accounts.hpp"
#include "scenarios/language/read_always.hpp"
#include "scenarios/language/read_customer.hpp"
#include "scenarios/language/read_expect.hpp"
#include "scenarios/language/read_gateways.hpp"
#include "scenarios/language/read_grant_files.hpp"
#include "scenarios/language/read_rules.hpp"
#include "scenarios/language/read_timeline.hpp"
#include "scenarios/language/read_usage.hpp"
#include "scenarios/language/read_users.hpp"
#include "scenarios/language/scenario_state.hpp"
#include "scenarios/language/system_zones.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/usage_columns.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 18> scenario_keys = {
    "scenario", "catalog", "rules",    "settings", "seed",  "start",  "end",    "time_zone", "gateways",
    "users",    "grants",  "accounts", "timeline", "usage", "always", "expect", "load",      "thresholds"};
constexpr std::array<names, 1> scenario_later = {"organizations"};

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
    in.report(
        fault::missing_key, where,
        {"this is a population, not a scenario", "a population begins here",
         "simulate it with `drawdown simulate FILE --catalog CATALOG --months 12`; a scenario begins with "
         "`scenario: NAME`"});
  } else if (currency_found) {
    in.report(fault::missing_key, where,
              {"this is a catalog, not a scenario", "a catalog begins here",
               "a scenario begins with `scenario: NAME` and names its catalog with `catalog: FILE`"});
  }
  return population || currency_found;
}

void read_bounds(scenario_state& state, const mapping& keys) {
  const node* start = keys.require("start", "write `start: 2026-01-30T09:00:00Z`, or a date");
  const node* end = keys.require("end", "write `end: 2026-03-02`");
  if (start != nullptr) state.start = read_instant(state.in, *start, "`start`", state.scenario_zone());
  if (end != nullptr) state.end = read_instant(state.in, *end, "`end`", state.scenario_zone());
  if (start != nullptr) state.start_at = start->place;
  if (end != nullptr) state.end_at = end->place;
  if (state.start && state.end && *state.end <= *state.start) {
    state.in.report(
        fault::empty_run, end->place,
        {*state.end == *state.start ? "the run ends as it begins" : "the run ends before it begins",
         fmt::format("{}, not after `start`", to_string(*state.end)),
         "`end` must be after `start`",
         {{fmt::format("`start` is {}", to_string(*state.start)), state.in.here(state.start_at)}}});
    state.end.reset();
  }
  state.what.start = state.start.value_or(instant{});
  state.what.end = state.end.value_or(instant{});
}

// The catalog that the scenario names, or has in place.
catalog_read read_own_catalog(scenario_state& state, const mapping& keys, const catalog_opener& open) {
  const node* at = keys.require("catalog", "write `catalog: FILE`, or the catalog itself");
  if (at == nullptr) return {};
  if (at->kind == node_kind::mapping) return read_catalog(state.in, *at, state.scenario_zone());
  if (!read_text(state.in, *at, "the catalog")) return {};
  return open(*at, state.scenario_zone()).value_or(catalog_read{});
}

void read_sold(scenario_state& state, const mapping& keys, const file_openers& open) {
  state.sold = open.catalog_asked ? open.catalog_asked(state.scenario_zone()).value_or(catalog_read{})
                                  : read_own_catalog(state, keys, open.catalog);
  state.what.catalog = state.sold.what;
  state.what.versions = state.sold.versions;
  for (std::size_t i = 0; i < state.what.catalog.meters.size(); ++i) {
    const meter& one = state.what.catalog.meters[i];
    const auto index = static_cast<meter_index>(i);
    state.meters.emplace(one.name, index);
    if (!one.feature.empty()) state.features[one.feature].push_back(index);
  }
  for (const plan_terms& one : state.what.catalog.plans)
    state.plans.emplace(one.name, static_cast<plan_index>(state.plans.size()));
  for (const add_on_terms& one : state.what.catalog.add_ons)
    state.add_ons.emplace(one.name, static_cast<add_on_index>(state.add_ons.size()));
}

// Brings what each account and agent does into its order: an expectation comes after what its instant brings,
// rows of files after steps (R2.4).
void sort_turns(world& made) {
  for (account_spec& account : made.accounts) {
    std::stable_sort(account.commands.begin(), account.commands.end(),
                     [](const auto& a, const auto& b) { return a->order < b->order; });
    for (agent_spec& agent : account.agents) {
      auto& items = std::get<timeline_source>(agent.source).items;
      std::stable_sort(items.begin(), items.end(),
                       [](const usage& a, const usage& b) { return a.order < b.order; });
    }
  }
}

void read_seed(scenario_state& state, const node& at) {
  const auto seed = read_whole(state.in, at, "the seed", 0, INT64_MAX);
  if (seed) state.what.seed = static_cast<std::uint64_t>(*seed);
}

}  // namespace

rules_used read_scenario(scenario_state& state, const node& of, const file_openers& open,
                         const rules_asked& asked) {
  scope& in = state.in;
  world& made = state.what;
  if (is_something_else(in, of)) return {};
  const mapping keys(in, of, {"a scenario", scenario_keys, scenario_later});
  if (!keys.is_sound()) return {};

  state.open_table = open.table;
  state.open_usage = open.usage;
  made.zone_database_version = system_zone_version();
  if (const node* at = keys.require("scenario", "begin with `scenario: NAME`"))
    made.name = read_label(in, *at, "the scenario's name").value_or("");
  if (const node* at = keys.find("time_zone")) state.zone = read_zone(state, *at).value_or(0);
  made.zone = state.zone;
  rules_used rules = read_rules(state, keys, asked);
  if (const node* at = keys.find("seed")) read_seed(state, *at);
  read_bounds(state, keys);
  read_sold(state, keys, open);

  state.gateways_known = !keys.has("gateways");
  if (const node* at = keys.find("gateways")) read_gateways(state, *at);
  state.users_known = !keys.has("users");
  if (const node* at = keys.find("users")) read_users(state, *at);
  if (const node* at = keys.find("grants")) open_grant_files(state, *at);
  if (const node* at = keys.require("accounts", "write `accounts: {NAME: {}}`")) read_accounts(state, *at);
  check_organizations(state);
  report_strange_rows(state);
  if (const node* at = keys.find("timeline")) read_timeline(state, *at);
  if (const node* at = keys.find("usage")) read_usage(state, *at);
  const bool is_all_usage_read = state.to_come == nullptr || state.to_come->empty();
  if (is_all_usage_read) warn_of_strange_debits(state);
  if (const node* at = keys.find("always")) read_always(state, *at);
  if (const node* at = keys.find("expect")) read_expect_at_end(state, *at);
  if (is_all_usage_read) check_expected_keys(state);
  sort_turns(made);
  if (!in.found.has_errors()) report_missing_rules(state, rules);
  if (!in.found.has_errors()) check_rules(state, rules);
  return rules;
}

}  // namespace drawdown::language
