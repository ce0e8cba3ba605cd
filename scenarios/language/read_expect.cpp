#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/world/event_kind.hpp"
#include "scenarios/language/step.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

// The figures stand first, in the order of `figure`.
constexpr std::array<names, figure_names + 3> expect_keys = {
    "balance",    "held", "available", "debt",  "net",     "free", "plan",  "addon",
    "adjustment", "paid", "wallet",    "spent", "stopped", "last", "events"};
constexpr std::array<names, 16> expect_later = {
    "subscription", "lots",     "history",  "page",  "usage",       "estimate", "invoice", "payment",
    "revenue",      "deferred", "breakage", "chips", "low_balance", "totals",   "rows",    "outcome"};
constexpr std::array<names, 1> last_keys = {"outcome"};
constexpr std::array<names, 2> last_later = {"of", "key"};

constexpr std::int64_t most_events = 1'000'000'000'000;

std::vector<names> outcome_words() {
  std::vector<names> words;
  for (std::size_t i = 0; i < outcomes; ++i) words.push_back(name_of(static_cast<outcome>(i)));
  return words;
}

// `last: charged` or `last: {outcome: …}`.
std::optional<outcome> read_last(scope& in, const node& at) {
  const node* word = &at;
  if (at.kind == node_kind::mapping) {
    const mapping keys(in, at, {"`last`", last_keys, last_later});
    word = keys.require("outcome", "write `last: {outcome: charged}`");
    if (word == nullptr) return {};
  }
  const auto found = read_choice(in, *word, "an outcome", outcome_words());
  return found ? std::optional(static_cast<outcome>(*found)) : std::nullopt;
}

void read_events(scenario_state& state, const node& at, std::vector<expected_item>& into) {
  if (at.kind != node_kind::mapping) {
    report_shape(state.in, at, "`events`", "a mapping from kinds to numbers");
    return;
  }
  const mapping keys(state.in, at, {"`events`", event_kinds(), {}});
  for (const entry& one : at.entries) {
    if (keys.find(one.key.text) == nullptr) continue;
    const auto kinds = event_kinds();
    if (std::find(kinds.begin(), kinds.end(), one.key.text) == kinds.end()) continue;
    if (const auto count = read_whole(state.in, one.value, fmt::format("the number of `{}`", one.key.text), 0,
                                      most_events)) {
      into.push_back(
          {state.place_of(one.key.place), expected_count{one.key.text, static_cast<std::uint64_t>(*count)}});
    }
  }
}

void read_item(scenario_state& state, const entry& one, std::vector<expected_item>& into) {
  const source_place place = state.place_of(one.key.place);
  if (one.key.text == "stopped") {
    if (const auto value = read_boolean(state.in, one.value, "`stopped`"))
      into.push_back({place, expected_stopped{*value}});
  } else if (one.key.text == "last") {
    if (const auto value = read_last(state.in, one.value)) into.push_back({place, expected_last{*value}});
  } else if (one.key.text == "events") {
    read_events(state, one.value, into);
  } else if (const auto which = figure_named(one.key.text)) {
    const auto value =
        read_credits(state.in, one.value, fmt::format("`{}`", one.key.text), allowed_sign::any);
    if (value) into.push_back({place, expected_figure{*which, *value}});
  }
}

}  // namespace

void read_expect(scenario_state& state, const step& from, const node& value) {
  const mapping keys(state.in, value, {"`expect`", expect_keys, expect_later});
  if (!keys.is_sound()) return;
  if (value.entries.empty()) {
    state.in.report(fault::missing_key, value.place,
                    {"nothing is expected", "", "write `expect: {available: 100}`"});
    return;
  }
  expectation made;
  made.account = from.account.value_or(0);
  made.agent = from.agent.value_or(no_agent);
  made.at = from.at.value_or(instant{});
  made.place = state.place_of(from.keys.place_of("expect"));
  for (const entry& one : value.entries) {
    if (keys.find(one.key.text) == nullptr) continue;
    const bool of_agent = one.key.text == "spent" || one.key.text == "stopped";
    if (of_agent && !from.keys.has("agent")) {
      state.in.report(
          fault::account_missing, one.key.place,
          {fmt::format("`{}` is asked of an agent", one.key.text), "", "add `agent: NAME` to the step"});
      continue;
    }
    read_item(state, one, made.items);
  }
  if (!from.account || !from.at) return;
  const expect_command asks{made.agent, static_cast<std::uint32_t>(state.what.expectations.size())};
  state.what.expectations.push_back(std::move(made));
  add_command(state, from, asks, turn_order::phase::expectation);
}

}  // namespace drawdown::language
