// The items of an expectation that name lots, holds and answers by their keys, and lines of the history.
#include <array>

#include <fmt/format.h>

#include "engine/world/event_kind.hpp"
#include "scenarios/language/expected_keys.hpp"
#include "scenarios/language/read_expect.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, lot_parts + 1> lot_keys = {"left", "held",    "granted", "refilled",
                                                       "used", "expired", "revoked", "ended"};
constexpr std::array<names, hold_parts + 1> hold_keys = {"left", "amount", "captured", "released", "state"};
constexpr std::array<names, 3> page_keys = {"page", "size", "lines"};
constexpr std::array<names, 6> line_keys = {"kind", "credits", "balance", "debt", "key", "agent"};

constexpr std::int64_t most_lines = 10'000;
constexpr std::int64_t most_pages = 1'000;

void read_lot(scenario_state& state, const effect_key& key, const node& at,
              std::vector<expected_item>& into) {
  const mapping keys(state.in, at, {"a lot", lot_keys, {}});
  if (!expects_something(state.in, keys, at, "{left: 10}")) return;
  for (const entry& one : at.entries) {
    if (keys.find(one.key.text) == nullptr) continue;
    if (one.key.text == "ended") {
      if (const auto value = read_boolean(state.in, one.value, "`ended`"))
        add_item(state, one.key.place, expected_lot_end{key, *value}, into);
    } else if (const auto which = lot_part_named(one.key.text)) {
      const auto value =
          read_credits(state.in, one.value, fmt::format("`{}`", one.key.text), allowed_sign::not_negative);
      if (value) add_item(state, one.key.place, expected_lot{key, *which, *value}, into);
    }
  }
}

void read_hold_state(scenario_state& state, const effect_key& key, const entry& one,
                     std::vector<expected_item>& into) {
  std::vector<names> words;
  for (std::size_t i = 0; i < hold_states; ++i) words.push_back(name_of(static_cast<hold_state>(i)));
  if (const auto found = read_choice(state.in, one.value, "the state of a hold", words))
    add_item(state, one.key.place, expected_hold_state{key, static_cast<hold_state>(*found)}, into);
}

void read_one_hold(scenario_state& state, const effect_key& key, const node& at,
                   std::vector<expected_item>& into) {
  const mapping keys(state.in, at, {"a hold", hold_keys, {}});
  if (!expects_something(state.in, keys, at, "{left: 18, state: open}")) return;
  for (const entry& one : at.entries) {
    if (keys.find(one.key.text) == nullptr) continue;
    if (one.key.text == "state") {
      read_hold_state(state, key, one, into);
    } else if (const auto which = hold_part_named(one.key.text)) {
      const auto value =
          read_credits(state.in, one.value, fmt::format("`{}`", one.key.text), allowed_sign::not_negative);
      if (value) add_item(state, one.key.place, expected_hold{key, *which, *value}, into);
    }
  }
}

// The agent of the expectation's account that a line names.
std::optional<agent_index> read_agent_of_line(scenario_state& state, const asked_of& whom, const node& at) {
  if (at.kind == node_kind::text && whom.account) {
    if (const auto found = agent_of(state, *whom.account, at.text)) return found;
  }
  const auto places = look_up(state, at, "an agent", state.agents, state.accounts_known);
  if (!places || !whom.account) return {};
  state.in.report(
      fault::unknown_reference, at.place,
      {fmt::format("the account `{}` has no agent `{}`", state.what.accounts[*whom.account].name, at.text),
       "another account has",
       "name an agent of this account",
       {{fmt::format("`{}` is declared here", at.text), declaration_of(state, places->front())}}});
  return {};
}

std::string read_kind_of_line(scope& in, const node& at) {
  std::vector<names> words(history_entries().begin(), history_entries().end());
  words.insert(words.end(), event_kinds().begin(), event_kinds().end());
  const auto found = read_choice(in, at, "the kind of a line", words);
  return found ? std::string(words[*found]) : std::string();
}

void read_line(scenario_state& state, const asked_of& whom, const node& at, expected_line made,
               std::vector<expected_item>& into) {
  const mapping keys(state.in, at, {"a line of `history`", line_keys, {}});
  if (!expects_something(state.in, keys, at, "{kind: charged, credits: -42}")) return;
  const auto amount = [&](names key) -> std::optional<credits> {
    const node* value = keys.find(key);
    if (value == nullptr) return {};
    return read_credits(state.in, *value, fmt::format("`{}`", key), allowed_sign::any);
  };
  if (const node* kind = keys.find("kind")) made.kind = read_kind_of_line(state.in, *kind);
  made.change = amount("credits");
  made.balance = amount("balance");
  made.debt = amount("debt");
  if (const node* key = keys.find("key"))
    made.key = read_expected_key(state, whom.account, *key, keyed::line);
  if (const node* agent = keys.find("agent")) made.agent = read_agent_of_line(state, whom, *agent);
  add_item(state, at.place, std::move(made), into);
}

}  // namespace

const std::vector<entry>* keyed_entries(scope& in, const node& at, std::string_view what) {
  if (at.kind != node_kind::mapping) {
    report_shape(in, at, what, "a mapping from keys");
    return nullptr;
  }
  if (at.entries.empty())
    in.report(fault::missing_key, at.place,
              {fmt::format("{} names nothing", what), "no key in it",
               "name something by its key, or take it away"});
  return &at.entries;
}

bool expects_something(scope& in, const mapping& keys, const node& at, std::string_view example) {
  if (!keys.is_sound()) return false;
  if (!at.entries.empty()) return true;
  in.report(fault::missing_key, at.place,
            {"nothing is expected of it", "nothing is named", fmt::format("write `{}`", example)});
  return false;
}

void read_outcomes(scenario_state& state, const asked_of& whom, const node& at,
                   std::vector<expected_item>& into) {
  const auto* entries = keyed_entries(state.in, at, "`outcomes`");
  if (entries == nullptr) return;
  for (const entry& one : *entries) {
    const auto key = read_expected_key(state, whom.account, one.key, keyed::step);
    const auto result = read_outcome(state.in, one.value);
    if (key && result) add_item(state, one.key.place, expected_outcome{*key, *result}, into);
  }
}

void read_lots(scenario_state& state, const asked_of& whom, const node& at,
               std::vector<expected_item>& into) {
  const auto* entries = keyed_entries(state.in, at, "`lots`");
  if (entries == nullptr) return;
  for (const entry& one : *entries) {
    const auto key = read_expected_key(state, whom.account, one.key, keyed::lot);
    read_lot(state, key.value_or(effect_key{}), one.value, into);
  }
}

void read_expected_holds(scenario_state& state, const asked_of& whom, const node& at,
                         std::vector<expected_item>& into) {
  const auto* entries = keyed_entries(state.in, at, "`holds`");
  if (entries == nullptr) return;
  for (const entry& one : *entries) {
    const auto key = read_expected_key(state, whom.account, one.key, keyed::hold);
    read_one_hold(state, key.value_or(effect_key{}), one.value, into);
  }
}

void read_expected_history(scenario_state& state, const asked_of& whom, const node& at,
                           std::vector<expected_item>& into) {
  expected_line next;
  const node* lines = &at;
  if (at.kind == node_kind::mapping) {
    const mapping keys(state.in, at, {"`history`", page_keys, {}});
    const node* size = keys.require("size", "write `history: {page: 2, size: 5, lines: […]}`");
    lines = keys.require("lines", "write `history: {page: 2, size: 5, lines: […]}`");
    if (size == nullptr || lines == nullptr) return;
    next.size = static_cast<std::uint32_t>(
        read_whole(state.in, *size, "the size of a page", 1, most_lines).value_or(most_lines));
    if (const node* page = keys.find("page"))
      next.page =
          static_cast<std::uint32_t>(read_whole(state.in, *page, "the page", 1, most_pages).value_or(1));
  }
  const auto* items = list_items(state.in, *lines, "the lines of `history`");
  if (items == nullptr) return;
  const auto most = static_cast<std::size_t>(next.size == 0 ? most_lines : next.size);
  if (items->empty())
    state.in.report(fault::missing_key, lines->place,
                    {"no line is expected", "nothing in it", "write `[{kind: charged, credits: -42}]`"});
  if (items->size() > most) {
    state.in.report(fault::out_of_range, (*items)[most].place,
                    {fmt::format("{} lines do not fit on a page of {}", items->size(), most),
                     "the first that is too many", "name fewer lines, or a larger `size`"});
    return;
  }
  for (const node& line : *items) {
    read_line(state, whom, line, next, into);
    ++next.line;
  }
}

}  // namespace drawdown::language
