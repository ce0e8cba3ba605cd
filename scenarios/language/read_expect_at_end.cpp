// The section `expect` of a scenario: accounts and their agents at the end of the run, and sums over all
// accounts.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "scenarios/language/read_expect.hpp"
#include "scenarios/language/read_timeline.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 2> end_keys = {"accounts", "totals"};
constexpr std::array<names, 4> end_later = {"breakage", "revenue", "deferred", "subscriptions"};
// Figures of accounts, what became of credit, payments, events.
// `invoiced` is what became of credit in the whole run, billed or not.
constexpr std::array<names, 11 + credit_flows + 3> total_keys = {
    "balance", "held",       "available", "debt",     "net",     "free",      "plan",
    "addon",   "adjustment", "paid",      "wallet",   "granted", "refilled",  "used",
    "expired", "revoked",    "forgiven",  "invoiced", "top_ups", "recharges", "events"};
constexpr std::array<names, 7> total_later = {"breakage", "revenue",     "deferred", "invoices",
                                              "refunds",  "chargebacks", "money"};

constexpr names total_later_hint =
    "take it away: what moves money is expected under `payments`, `invoices` and `quote`, and its sums "
    "stand in results.json";

constexpr std::int64_t most_payments = 1'000'000'000'000;

// Reads what is expected of an account, or of an agent of it, and asks for it at the end, after all steps.
void ask_at_end(scenario_state& state, const asked_of& whom, const entry& named, const node& value) {
  expectation made;
  made.items = read_expected(state, whom, value);
  if (!whom.account || !state.end || made.items.empty()) return;
  made.account = *whom.account;
  made.agent = whom.agent.value_or(no_agent);
  made.at = *state.end;
  made.at_end = true;
  made.place = state.place_of(named.key.place);
  const auto number = static_cast<std::uint32_t>(state.what.expectations.size());
  command asks;
  asks.order = {made.at, turn_order::phase::expectation, 0, most_steps + 1 + number};
  asks.key = {effect_key::space::timeline, 0, asks.order.number};
  asks.place = made.place;
  asks.body = expect_command{made.agent, number};
  state.what.accounts[made.account].commands.push_back(std::make_shared<const command>(std::move(asks)));
  state.what.expectations.push_back(std::move(made));
}

// The agent of an account that a key names.
std::optional<agent_index> find_agent(scenario_state& state, std::optional<account_index> account,
                                      const node& name) {
  if (!account) return {};
  if (const auto found = agent_of(state, *account, name.text)) return found;
  if (!state.accounts_known) return {};
  std::vector<names> known;
  for (const agent_spec& one : state.what.accounts[*account].agents) known.push_back(one.name);
  const std::string meant = did_you_mean(name.text, known);
  state.in.report(
      fault::unknown_reference, name.place,
      {fmt::format("the account `{}` has no agent `{}`", state.what.accounts[*account].name, name.text),
       "not one of its agents", meant.empty() ? "an agent is declared under its account" : meant});
  return {};
}

void read_agents_at_end(scenario_state& state, std::optional<account_index> account, const node& at) {
  const auto* entries = named_entries(state.in, at, "`agents`");
  if (entries == nullptr) return;
  for (const entry& one : *entries) {
    if (one.value.kind == node_kind::nothing) continue;
    const auto agent = find_agent(state, account, one.key);
    const asked_of whom{agent ? account : std::nullopt, agent, true, one.key.place, {}};
    ask_at_end(state, whom, one, one.value);
  }
}

// What an account itself is expected to be: its mapping without `agents`.
node without_agents(const node& value) {
  node rest = value;
  std::erase_if(rest.entries, [](const entry& one) { return one.key.text == "agents"; });
  return rest;
}

void read_account_at_end(scenario_state& state, const entry& named) {
  const auto account = look_up(state, named.key, "an account", state.accounts, state.accounts_known);
  const node* agents = nullptr;
  for (const entry& one : named.value.entries) {
    if (one.key.text == "agents") agents = &one.value;
  }
  const asked_of whom{account, {}, false, {}, "write it under `agents: {NAME: {…}}` of the account"};
  const node own = without_agents(named.value);
  if (agents == nullptr || !own.entries.empty()) ask_at_end(state, whom, named, own);
  if (agents != nullptr) read_agents_at_end(state, account, *agents);
}

void read_total(scenario_state& state, const entry& one) {
  const source_place place = state.place_of(one.key.place);
  const std::string what = fmt::format("`{}`", one.key.text);
  std::vector<expected_total>& into = state.what.totals;
  if (one.key.text == "events") {
    std::vector<expected_count> counts;
    std::vector<text_place> places;
    read_event_counts(state, {}, one.value, counts, places);
    for (std::size_t i = 0; i < counts.size(); ++i) into.push_back({state.place_of(places[i]), counts[i]});
  } else if (one.key.text == "top_ups" || one.key.text == "recharges") {
    if (const auto count = read_whole(state.in, one.value, what, 0, most_payments))
      into.push_back(
          {place, expected_payments{one.key.text == "recharges", static_cast<std::uint64_t>(*count)}});
  } else if (const auto flow = credit_flow_named(one.key.text)) {
    if (const auto value = read_credits(state.in, one.value, what, allowed_sign::not_negative))
      into.push_back({place, expected_flow{*flow, *value}});
  } else if (const auto which = figure_named(one.key.text)) {
    if (const auto value = read_credits(state.in, one.value, what, allowed_sign::any))
      into.push_back({place, expected_figure{*which, *value}});
  }
}

void read_totals(scenario_state& state, const node& at) {
  const mapping keys(state.in, at, {"`totals`", total_keys, total_later, "key", total_later_hint});
  if (!keys.is_sound()) return;
  if (at.entries.empty())
    state.in.report(fault::missing_key, at.place,
                    {"nothing is expected", "no total is named", "write `totals: {available: 100}`"});
  for (const entry& one : at.entries) {
    const bool known = std::find(total_keys.begin(), total_keys.end(), one.key.text) != total_keys.end();
    if (known && keys.find(one.key.text) != nullptr) read_total(state, one);
  }
}

}  // namespace

void read_expect_at_end(scenario_state& state, const node& at) {
  const mapping keys(state.in, at, {"`expect`", end_keys, end_later});
  if (!keys.is_sound()) return;
  if (at.entries.empty())
    state.in.report(fault::missing_key, at.place,
                    {"nothing is expected", "neither `accounts` nor `totals`",
                     "write `expect: {accounts: {NAME: {available: 100}}}`"});
  if (const node* accounts = keys.find("accounts")) {
    const auto* entries = named_entries(state.in, *accounts, "`accounts`");
    for (std::size_t i = 0; entries != nullptr && i < entries->size(); ++i) {
      if ((*entries)[i].value.kind != node_kind::nothing) read_account_at_end(state, (*entries)[i]);
    }
  }
  if (const node* totals = keys.find("totals")) read_totals(state, *totals);
}

}  // namespace drawdown::language
