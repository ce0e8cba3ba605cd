// Usage that is written row by row: what a table becomes where a scenario is written as one file.
#include <array>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "scenarios/language/mapping.hpp"
#include "scenarios/language/read_grant.hpp"
#include "scenarios/language/read_quantity.hpp"
#include "scenarios/language/read_usage.hpp"
#include "scenarios/language/read_users.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 12> row_keys = {"line",  "at",    "account", "agent", "use", "quantity",
                                            "times", "value", "user",    "group", "key", "occurred_at"};
constexpr std::array<names, 0> none{};

// The row before, which the next one is held against.
struct row_before {
  std::int64_t line = 0;
  instant at;
  text_place place;
};

std::optional<agent_index> find_agent(scenario_state& state, const node& name, account_index account) {
  const auto places = look_up(state, name, "an agent", state.agents, state.accounts_known);
  if (!places) return {};
  for (const agent_place& one : *places) {
    if (one.account == account) return one.agent;
  }
  state.in.report(
      fault::unknown_reference, name.place,
      {fmt::format("the account `{}` has no agent `{}`", state.what.accounts[account].name, name.text),
       "another account has",
       "declare the agent, or right the account",
       {{fmt::format("`{}` is declared here", name.text), declaration_of(state, places->front())}}});
  return {};
}

// Whether the row is inside the run and behind the row before it.
bool check_order(scenario_state& state, const mapping& keys, std::int64_t line, instant at,
                 row_before& before) {
  scope& in = state.in;
  if (line <= before.line || at < before.at) {
    in.report(fault::out_of_order, line <= before.line ? keys.place_of("line") : keys.place_of("at"),
              {line <= before.line ? fmt::format("line {} comes after line {}", line, before.line)
                                   : fmt::format("this row is at {}, before the row above it at {}",
                                                 to_string(at), to_string(before.at)),
               "out of order",
               "rows ascend by `line` and by `at`",
               {{"the row above it is here", in.here(before.place)}}});
    return false;
  }
  before = {line, at, keys.place()};
  const bool early = state.start && at < *state.start;
  const bool late = state.end && at > *state.end;
  if (!early && !late) return true;
  in.report(
      fault::outside_run, keys.place_of("at"),
      {fmt::format("{} is {} of the run", to_string(at), early ? "before the start" : "after the end"),
       early ? "too early" : "too late",
       "right the time, or leave the row out",
       {early ? related_place{fmt::format("`start` is {}", to_string(*state.start)), in.here(state.start_at)}
              : related_place{fmt::format("`end` is {}", to_string(*state.end)), in.here(state.end_at)}}});
  return false;
}

void read_row(scenario_state& state, const node& at, std::uint32_t rank, row_before& before) {
  scope& in = state.in;
  const mapping keys(in, at, {"a row", row_keys, none});
  if (!keys.is_sound()) return;
  const node* line_node = keys.require("line", "write `line: 2`, its line in the table");
  const node* when_node = keys.require("at", "write `at: 2026-01-30T10:00:00Z`");
  const node* account_node = keys.require("account", "write `account: NAME`");
  const node* use = keys.require("use", "write `use: METER`");
  const node* amount = keys.require("quantity", "write `quantity: 3`, or `quantity: 12m30s`");
  const std::int64_t line =
      line_node != nullptr ? read_whole(in, *line_node, "the line", 1, UINT32_MAX).value_or(0) : 0;
  const auto when =
      when_node != nullptr ? read_instant(in, *when_node, "`at`", state.scenario_zone()) : std::nullopt;
  const auto account = account_node != nullptr
                           ? look_up(state, *account_node, "an account", state.accounts, state.accounts_known)
                           : std::nullopt;
  const auto meter =
      use != nullptr ? look_up(state, *use, "a meter", state.meters, state.sold.meters_known) : std::nullopt;
  const auto metered =
      meter && amount != nullptr ? read_metered_quantity(state, keys, *amount, *meter) : std::nullopt;

  usage made;
  bool is_clear = account && metered;
  if (const node* agent = keys.find("agent"); agent != nullptr && account) {
    const auto found = find_agent(state, *agent, *account);
    is_clear = is_clear && found;
    made.agent = found.value_or(no_agent);
    if (found) made.user = state.what.accounts[*account].agents[*found].user;
  }
  if (const node* user = keys.find("user")) made.user = read_user(state, *user).value_or(no_user);
  if (const node* group = keys.find("group")) {
    if (const auto text = read_label(in, *group, "the group")) made.group = state.groups.number_of(*text);
  }
  if (line == 0 || !when || !check_order(state, keys, line, *when, before) || !is_clear) return;
  made.order = {*when, turn_order::phase::file, rank, static_cast<std::uint64_t>(line)};
  made.key = {effect_key::space::file, rank, static_cast<std::uint64_t>(line)};
  if (const node* key = keys.find("key")) made.key = read_given_key(state, in, *key).value_or(made.key);
  made.quantity = metered->quantity;
  made.times = metered->times;
  made.value = metered->value;
  made.meter = *meter;
  if (const node* at_node = keys.find("occurred_at")) {
    const auto occurred = read_instant(in, *at_node, "`occurred_at`", state.scenario_zone());
    if (!occurred || !check_occurred(state, in, at_node->place, *occurred, *when)) return;
    made.occurred_at = *occurred;
  }
  add_row(state, *account, made, state.place_of(at.place));
}

}  // namespace

void read_usage_rows(scenario_state& state, const node& file, const node& rows) {
  const auto* items = list_items(state.in, rows, "`rows`");
  if (items == nullptr) return;
  const auto rank = static_cast<std::uint32_t>(state.what.usage_files.size());
  state.what.usage_files.push_back(file.text);
  row_before before;
  for (const node& item : *items) read_row(state, item, rank, before);
}

}  // namespace drawdown::language
