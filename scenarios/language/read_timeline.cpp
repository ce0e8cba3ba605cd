#include "scenarios/language/read_timeline.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "scenarios/language/read_grant.hpp"
#include "scenarios/language/read_users.hpp"
#include "scenarios/language/step.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 52> step_keys = {"at",          "account",     "agent",
                                             "key",         "use",         "top_up",
                                             "grant",       "set",         "hold",
                                             "capture",     "void",        "revoke",
                                             "adjust",      "reset",       "notice",
                                             "crash",       "expect",      "subscribe",
                                             "change_plan", "cancel",      "resume",
                                             "add_on",      "add_user",    "remove_user",
                                             "refund",      "chargeback",  "refund_payment",
                                             "invoice",     "pay_invoice", "void_invoice",
                                             "estimate",    "quote",       "win_chargeback",
                                             "view_usage",  "quantity",    "user",
                                             "group",       "meter",       "ttl",
                                             "of",          "keep_rest",   "attempt",
                                             "into_debt",   "times",       "value",
                                             "amount",      "units",       "anchor",
                                             "prorate",     "by",          "occurred_at",
                                             "change_cycle"};
constexpr std::array<names, 2> step_later = {"feature", "for"};

// Keys that belong to some kinds of steps only.
constexpr std::array<names, 18> companion_keys = {
    "quantity", "user",  "group",  "meter", "ttl",    "of",      "keep_rest", "attempt",     "into_debt",
    "times",    "value", "amount", "units", "anchor", "prorate", "by",        "occurred_at", "change_cycle"};

constexpr std::array<names, 6> with_use = {"quantity", "times", "value", "user", "group", "occurred_at"};
constexpr std::array<names, 7> with_hold = {"quantity", "times", "value", "meter", "ttl", "user", "group"};
constexpr std::array<names, 5> with_capture = {"of", "quantity", "times", "value", "keep_rest"};
constexpr std::array<names, 1> with_adjust = {"into_debt"};
constexpr std::array<names, 2> with_notice = {"of", "attempt"};
constexpr std::array<names, 1> with_refund = {"amount"};
constexpr std::array<names, 2> with_payment = {"amount", "by"};
constexpr std::array<names, 2> with_subscribe = {"anchor", "by"};
constexpr std::array<names, 3> with_change = {"prorate", "change_cycle", "by"};
constexpr std::array<names, 2> with_add_on = {"units", "by"};
constexpr std::array<names, 1> with_actor = {"by"};

// What a step can do, and which keys may stand beside it.
struct verb {
  names name;
  void (*read)(scenario_state&, const step&, const node&);
  bool takes_agent;
  bool takes_key;
  std::span<const names> companions;

  bool takes(names key) const {
    return std::find(companions.begin(), companions.end(), key) != companions.end();
  }
};
constexpr std::array verbs = {
    verb{"use", read_use, true, true, with_use},
    verb{"top_up", read_top_up, false, true, with_actor},
    verb{"grant", read_grant_step, false, true, {}},
    verb{"set", read_set, true, true, with_actor},
    verb{"hold", read_hold, true, true, with_hold},
    verb{"capture", read_capture, false, true, with_capture},
    verb{"void", read_void, false, true, {}},
    verb{"revoke", read_revoke, false, true, {}},
    verb{"adjust", read_adjust, false, true, with_adjust},
    verb{"reset", read_reset, false, true, {}},
    verb{"subscribe", read_subscribe, false, true, with_subscribe},
    verb{"change_plan", read_change_plan, false, true, with_change},
    verb{"cancel", read_cancel, false, true, with_actor},
    verb{"resume", read_resume, false, true, with_actor},
    verb{"add_on", read_add_on, false, true, with_add_on},
    verb{"add_user", read_add_user, false, true, with_actor},
    verb{"remove_user", read_remove_user, false, true, with_actor},
    verb{"refund", read_refund, false, true, with_refund},
    verb{"refund_payment", read_refund_payment, false, true, with_payment},
    verb{"chargeback", read_chargeback, false, true, {}},
    verb{"win_chargeback", read_win_chargeback, false, true, {}},
    verb{"invoice", read_invoice, false, true, with_actor},
    verb{"pay_invoice", read_pay_invoice, false, true, with_payment},
    verb{"void_invoice", read_void_invoice, false, true, with_actor},
    verb{"estimate", read_estimate, true, true, {}},
    verb{"quote", read_quote, false, true, {}},
    verb{"view_usage", read_view_usage, false, true, with_actor},
    verb{"notice", read_notice, false, false, with_notice},
    verb{"crash", read_crash, true, false, {}},
    verb{"expect", read_expect, true, false, {}},
};

// The verbs beside which a key may stand: "it belongs to `use`, `hold` or `capture`".
std::string belongs_to(names key) {
  std::vector<names> words;
  for (const verb& one : verbs) {
    if (one.takes(key)) words.push_back(one.name);
  }
  return fmt::format("it belongs to {}", one_of(words));
}

// Reads steps one after the other and remembers what the next one is held against.
class timeline_reader {
 public:
  explicit timeline_reader(scenario_state& state) : state_(state) {}

  void read(const node& at, std::uint64_t ordinal);

 private:
  struct waiting_expect {
    account_index account;
    text_place place;
  };

  void read(step& from);
  const verb* find_verb(const node& at, const mapping& keys) const;
  void check_companions(const mapping& keys, const verb& does) const;
  std::optional<instant> read_at(const node& at);
  bool check_order(const node& at, instant when);
  void find_owner(step& from, const verb& does) const;
  void report_ambiguous(const node& agent, const std::vector<agent_place>& places) const;
  void warn_of_shared_instant(const step& from, const verb& does);

  scenario_state& state_;
  std::optional<instant> previous_;  // instant of the step before; nothing: it is faulty
  bool has_previous_ = false;
  text_place previous_place_;
  std::vector<waiting_expect> at_this_instant_;
};

const verb* timeline_reader::find_verb(const node& at, const mapping& keys) const {
  const verb* found = nullptr;
  for (const verb& one : verbs) {
    if (!keys.has(one.name)) continue;
    if (found != nullptr) {
      state_.in.report(fault::verb_count, keys.place_of(one.name),
                       {fmt::format("a step cannot do both `{}` and `{}`", found->name, one.name),
                        "the second thing",
                        "write a second step with `at: +0s`",
                        {{"the first is here", state_.in.here(keys.place_of(found->name))}}});
      return nullptr;
    }
    found = &one;
  }
  if (found != nullptr) return found;
  const bool explained = std::any_of(at.entries.begin(), at.entries.end(), [](const entry& one) {
    return std::find(step_keys.begin(), step_keys.end(), one.key.text) == step_keys.end();
  });
  if (!explained) {  // an unknown or unbuilt key was reported, and may well be the verb
    std::vector<names> words;
    for (const verb& one : verbs) words.push_back(one.name);
    state_.in.report(
        fault::verb_count, at.place,
        {"the step does nothing", "no verb in it", fmt::format("a step has one of {}", one_of(words))});
  }
  return nullptr;
}

void timeline_reader::check_companions(const mapping& keys, const verb& does) const {
  const auto misplaced = [&](names key, std::string hint) {
    state_.in.report(fault::misplaced_key, keys.place_of(key),
                     {fmt::format("`{}` has no place in a step with `{}`", key, does.name),
                      "belongs to another kind of step",
                      std::move(hint),
                      {{fmt::format("`{}` is here", does.name), state_.in.here(keys.place_of(does.name))}}});
  };
  if (keys.has("agent") && !does.takes_agent) misplaced("agent", "name the account");
  if (keys.has("key") && !does.takes_key) misplaced("key", "only what changes credit has a key");
  for (const names key : companion_keys) {
    if (keys.has(key) && !does.takes(key)) misplaced(key, belongs_to(key));
  }
}

std::optional<instant> timeline_reader::read_at(const node& at) {
  const auto when = read_moment(state_.in, at, "`at`", state_.scenario_zone());
  if (!when) return {};
  if (const auto* exactly = std::get_if<instant>(&*when)) return *exactly;
  const std::optional<instant> from = has_previous_ ? previous_ : state_.start;
  if (!from) return {};
  return add(*from, std::get<span_of_time>(*when), state_.scenario_zone(),
             state_.what.settings.month_end_rule);
}

bool timeline_reader::check_order(const node& at, instant when) {
  scope& in = state_.in;
  if (previous_ && when < *previous_) {
    in.report(fault::out_of_order, at.place,
              {fmt::format("this step is at {}, before the step on line {} at {}", to_string(when),
                           previous_place_.line, to_string(*previous_)),
               "earlier than its predecessor",
               "put it where it belongs, or right the date",
               {{"the step before it is here", in.here(previous_place_)}}});
    return false;
  }
  const bool early = state_.start && when < *state_.start;
  const bool late = state_.end && when > *state_.end;
  if (!early && !late) return true;
  in.report(
      fault::outside_run, at.place,
      {fmt::format("{} is {} of the run", to_string(when), early ? "before the start" : "after the end"),
       early ? "too early" : "too late",
       early ? "right the date, or let the run start earlier" : "right the date, or let the run end later",
       {early
            ? related_place{fmt::format("`start` is {}", to_string(*state_.start)), in.here(state_.start_at)}
            : related_place{fmt::format("`end` is {}", to_string(*state_.end)), in.here(state_.end_at)}}});
  return false;
}

void timeline_reader::report_ambiguous(const node& agent, const std::vector<agent_place>& places) const {
  constexpr std::size_t shown = 3;
  std::vector<related_place> related;
  for (std::size_t i = 0; i < places.size() && i < shown; ++i) {
    related.push_back(
        {fmt::format("the one of `{}` is declared here", state_.what.accounts[places[i].account].name),
         declaration_of(state_, places[i])});
  }
  state_.in.report(
      fault::ambiguous_agent, agent.place,
      {fmt::format("{} accounts have an agent `{}`", places.size(), agent.text), "which of them?",
       fmt::format("add `account: {}`, or another that has it",
                   state_.what.accounts[places.front().account].name),
       std::move(related)});
}

void timeline_reader::find_owner(step& from, const verb& does) const {
  scope& in = state_.in;
  const node* account = from.keys.find("account");
  if (account != nullptr)
    from.account = look_up(state_, *account, "an account", state_.accounts, state_.accounts_known);

  const node* agent = does.takes_agent ? from.keys.find("agent") : nullptr;
  if (agent != nullptr && (account == nullptr || from.account)) {
    const auto places =
        look_up(state_, *agent, "an agent", state_.agents, state_.accounts_known && state_.agents_known);
    if (!places) {
      from.account.reset();
      return;
    }
    if (account == nullptr && places->size() > 1) {
      report_ambiguous(*agent, *places);
      return;
    }
    for (const agent_place& one : *places) {
      if (account != nullptr && one.account != *from.account) continue;
      from.account = one.account;
      from.agent = one.agent;
      return;
    }
    in.report(
        fault::unknown_reference, agent->place,
        {fmt::format("the account `{}` has no agent `{}`", account->text, agent->text),
         "another account has",
         fmt::format("write `account: {}`, or declare the agent",
                     state_.what.accounts[places->front().account].name),
         {{fmt::format("`{}` is declared here", agent->text), declaration_of(state_, places->front())}}});
    from.account.reset();
    return;
  }
  const bool names_an_owner = from.keys.has("account") || from.keys.has("agent");
  const node* crash = from.keys.find("crash");
  // What is crashed with an account is that account's, or its agent; a faulty `crash` is told by its reader.
  const bool about_all =
      from.keys.has("crash") && (crash == nullptr || (crash->text != "account" && crash->text != "agent"));
  if (about_all && !names_an_owner && !state_.what.accounts.empty()) from.account = 0;
  if (!names_an_owner && !about_all) {
    in.report(fault::account_missing, from.at_node.place,
              {"the step names no account", "whose step is this?",
               does.takes_agent ? "add `account: NAME` or `agent: NAME`" : "add `account: NAME`"});
  }
}

void timeline_reader::warn_of_shared_instant(const step& from, const verb& does) {
  if (!from.account || !from.at) return;
  if (does.read == read_expect) {
    at_this_instant_.push_back({*from.account, from.keys.place_of("expect")});
    return;
  }
  if (does.read == read_crash) return;
  std::erase_if(at_this_instant_, [&](const waiting_expect& earlier) {
    if (earlier.account != *from.account) return false;
    state_.in.report(fault::expect_shares_instant, earlier.place,
                     {fmt::format("the step on line {} happens at the same instant as this expectation",
                                  from.at_node.place.line),
                      "sees the end of its instant, that step included",
                      "write `at: +1us` at the later step to look between",
                      {{"the later step is here", state_.in.here(from.at_node.place)}}});
    return true;
  });
}

void timeline_reader::read(const node& at, std::uint64_t ordinal) {
  const mapping keys(state_.in, at, {"a step", step_keys, step_later});
  if (!keys.is_sound()) {
    previous_.reset();
    has_previous_ = true;
    return;
  }
  const std::size_t errors_before = state_.in.found.errors();
  step from{at, keys, ordinal, {}, {}, {}, {effect_key::space::timeline, 0, ordinal}};
  read(from);
  const bool is_faulty = state_.in.found.errors() > errors_before || !from.account || !from.at;
  if (is_faulty) state_.keys_of_faulty_steps.insert(from.key);
}

void timeline_reader::read(step& from) {
  const node& at = from.at_node;
  const mapping& keys = from.keys;
  const node* when = keys.require("at", "write `at: +5m`, or an instant");
  from.at = when != nullptr ? read_at(*when) : std::nullopt;
  // What a misplaced step is followed by relative to it is not held against it as well.
  if (from.at && !check_order(*when, *from.at)) from.at.reset();
  if (!from.at || from.at != previous_) at_this_instant_.clear();
  previous_ = from.at;
  has_previous_ = true;
  previous_place_ = at.place;

  const verb* does = find_verb(at, keys);
  if (const node* key = does == nullptr || does->takes_key ? keys.find("key") : nullptr)
    from.key = read_given_key(state_, state_.in, *key).value_or(from.key);
  if (does == nullptr) return;
  check_companions(keys, *does);
  find_owner(from, *does);
  if (const node* given = keys.find("key"); given != nullptr && does->takes_key)
    is_name_of_plan(state_, from.account, from.key, given->place);
  if (const node* by = does->takes("by") ? keys.find("by") : nullptr)
    from.by = read_user(state_, *by).value_or(no_user);
  if (does->takes_key) note_made(state_, state_.steps, from);
  if (const node* value = keys.find(does->name)) does->read(state_, from, *value);
  warn_of_shared_instant(from, *does);
}

}  // namespace

void add_command(scenario_state& state, const step& from, command_body body, turn_order::phase phase) {
  if (!from.account || !from.at) return;
  command made;
  made.order = {*from.at, phase, 0, from.ordinal};
  made.key = from.key;
  made.place = state.place_of(from.at_node.place);
  made.body = std::move(body);
  made.by = from.by;
  state.what.accounts[*from.account].commands.push_back(std::make_shared<const command>(std::move(made)));
}

void read_timeline(scenario_state& state, const node& at) {
  const auto* items = list_items(state.in, at, "`timeline`");
  if (items == nullptr) return;
  timeline_reader reader(state);
  for (std::size_t i = 0; i < items->size() && i < most_steps; ++i) reader.read((*items)[i], i + 1);
  if (items->size() > most_steps) {
    state.in.report(fault::timeline_too_long, (*items)[most_steps].place,
                    {fmt::format("the timeline has {} steps; at most {} are read", items->size(), most_steps),
                     "the first that is too many", "spread the steps over several scenarios"});
  }
  warn_of_strange_keys(state);
}

}  // namespace drawdown::language
