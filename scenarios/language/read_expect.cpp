#include "scenarios/language/read_expect.hpp"

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
constexpr std::array<names, figure_names + 13> expect_keys = {
    "balance",   "held",       "available", "debt",         "net",      "free",  "plan",
    "addon",     "adjustment", "paid",      "wallet",       "invoiced", "spent", "counted",
    "stopped",   "last",       "events",    "outcomes",     "lots",     "holds", "history",
    "suspended", "payments",   "invoices",  "subscription", "estimate", "quote"};
constexpr std::array<names, 6> expect_later = {"usage", "revenue", "deferred", "breakage", "chips", "rows"};
constexpr std::array<names, 1> last_keys = {"outcome"};

// The events that an agent can stand behind: its usage, its holds, refunds of them, what paid their debt,
// changes of it, estimates, and questions about it.
constexpr std::array<names, 16> kinds_of_agent = {
    "charged",      "refused",  "repeated",        "changed",  "looked_at", "held",
    "hold_refused", "captured", "capture_refused", "released", "ran_out",   "release_refused",
    "debt_paid",    "refunded", "refund_refused",  "estimated"};

constexpr std::int64_t most_events = 1'000'000'000'000;

// `last: charged` or `last: {outcome: …}`.
std::optional<outcome> read_last(scope& in, const node& at) {
  if (at.kind != node_kind::mapping) return read_outcome(in, at);
  const mapping keys(in, at, {"`last`", last_keys, {}});
  const node* word = keys.require("outcome", "write `last: {outcome: charged}`");
  if (word == nullptr) return {};
  return read_outcome(in, *word);
}

// An expectation about an agent counts the agent's own events; others would never be there.
bool check_kind_of_agent(scenario_state& state, const asked_of& whom, const node& kind) {
  if (!whom.of_agent ||
      std::find(kinds_of_agent.begin(), kinds_of_agent.end(), kind.text) != kinds_of_agent.end())
    return true;
  state.in.report(fault::misplaced_key, kind.place,
                  {fmt::format("no agent ever has an event `{}`", kind.text),
                   "an event of the account",
                   "ask it of the account, without an agent",
                   {{"the agent is named here", state.in.here(whom.named_at)}}});
  return false;
}

void read_events(scenario_state& state, const asked_of& whom, const node& at,
                 std::vector<expected_item>& into) {
  std::vector<expected_count> counts;
  std::vector<text_place> places;
  read_event_counts(state, whom, at, counts, places);
  for (std::size_t i = 0; i < counts.size(); ++i) add_item(state, places[i], counts[i], into);
}

// What only an agent has cannot be asked of an account.
bool check_asked_of_agent(scenario_state& state, const asked_of& whom, const entry& one) {
  const auto which = figure_named(one.key.text);
  const bool needs_agent = one.key.text == "stopped" || (which && is_of_agent(*which));
  if (!needs_agent || whom.of_agent) return true;
  state.in.report(fault::account_missing, one.key.place,
                  {fmt::format("`{}` is asked of an agent", one.key.text), "no agent is named",
                   std::string(whom.how_to_name_agent)});
  return false;
}

// Items that hold several, and who reads them.
struct keyed_reader {
  names key;
  void (*read)(scenario_state&, const asked_of&, const node&, std::vector<expected_item>&);
};
constexpr std::array keyed_readers = {
    keyed_reader{"events", read_events},
    keyed_reader{"outcomes", read_outcomes},
    keyed_reader{"lots", read_lots},
    keyed_reader{"holds", read_expected_holds},
    keyed_reader{"history", read_expected_history},
    keyed_reader{"payments", read_expected_payments},
    keyed_reader{"invoices", read_expected_invoices},
    keyed_reader{"estimate", read_expected_estimates},
    keyed_reader{"quote", read_expected_quotes},
};

void read_item(scenario_state& state, const asked_of& whom, const entry& one,
               std::vector<expected_item>& into) {
  const text_place where = one.key.place;
  const names key = one.key.text;
  if (key == "stopped") {
    if (const auto value = read_boolean(state.in, one.value, "`stopped`"))
      add_item(state, where, expected_stopped{*value}, into);
  } else if (key == "last") {
    if (const auto value = read_last(state.in, one.value))
      add_item(state, where, expected_last{*value}, into);
  } else if (key == "suspended") {
    if (const auto value = read_boolean(state.in, one.value, "`suspended`"))
      add_item(state, where, expected_suspended{*value}, into);
  } else if (key == "subscription") {
    read_expected_subscription(state, whom, one, into);
  } else if (const auto which = figure_named(key)) {
    const auto value = read_credits(state.in, one.value, fmt::format("`{}`", key), allowed_sign::any);
    if (value) add_item(state, where, expected_figure{*which, *value}, into);
  }
  for (const keyed_reader& reader : keyed_readers) {
    if (reader.key == key) reader.read(state, whom, one.value, into);
  }
}

}  // namespace

std::optional<outcome> read_outcome(scope& in, const node& at) {
  std::vector<names> words;
  for (std::size_t i = 0; i < outcomes; ++i) words.push_back(name_of(static_cast<outcome>(i)));
  const auto found = read_choice(in, at, "an outcome", words);
  return found ? std::optional(static_cast<outcome>(*found)) : std::nullopt;
}

void add_item(scenario_state& state, text_place where, expected_body what, std::vector<expected_item>& into) {
  expected_item& made = into.emplace_back();
  made.place = state.place_of(where);
  made.what = std::move(what);
}

void read_event_counts(scenario_state& state, const asked_of& whom, const node& at,
                       std::vector<expected_count>& counts, std::vector<text_place>& places) {
  if (at.kind != node_kind::mapping) {
    report_shape(state.in, at, "`events`", "a mapping from kinds to numbers");
    return;
  }
  const auto kinds = event_kinds();
  const mapping keys(state.in, at, {"`events`", kinds, {}, "kind of event"});
  for (const entry& one : at.entries) {
    if (keys.find(one.key.text) == nullptr) continue;
    if (std::find(kinds.begin(), kinds.end(), one.key.text) == kinds.end()) continue;
    if (!check_kind_of_agent(state, whom, one.key)) continue;
    const auto count =
        read_whole(state.in, one.value, fmt::format("the number of `{}`", one.key.text), 0, most_events);
    if (!count) continue;
    counts.push_back({one.key.text, static_cast<std::uint64_t>(*count)});
    places.push_back(one.key.place);
  }
}

std::vector<expected_item> read_expected(scenario_state& state, const asked_of& whom, const node& value) {
  std::vector<expected_item> items;
  const mapping keys(state.in, value, {"`expect`", expect_keys, expect_later});
  if (!keys.is_sound()) return items;
  if (value.entries.empty()) {
    state.in.report(fault::missing_key, value.place,
                    {"nothing is expected", "no figure is named", "write `{available: 100}`"});
    return items;
  }
  for (const entry& one : value.entries) {
    if (keys.find(one.key.text) != nullptr && check_asked_of_agent(state, whom, one))
      read_item(state, whom, one, items);
  }
  return items;
}

void read_expect(scenario_state& state, const step& from, const node& value) {
  asked_of whom{from.account, from.agent, from.keys.has("agent"), from.keys.place_of("agent"),
                "add `agent: NAME` to the step"};
  expectation made;
  made.items = read_expected(state, whom, value);
  made.account = from.account.value_or(0);
  made.agent = from.agent.value_or(no_agent);
  made.at = from.at.value_or(instant{});
  made.place = state.place_of(from.keys.place_of("expect"));
  if (!from.account || !from.at) return;
  const expect_command asks{made.agent, static_cast<std::uint32_t>(state.what.expectations.size())};
  state.what.expectations.push_back(std::move(made));
  add_command(state, from, asks, turn_order::phase::expectation);
}

}  // namespace drawdown::language
