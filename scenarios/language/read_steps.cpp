#include <array>

#include <fmt/format.h>

#include "scenarios/language/read_accounts.hpp"
#include "scenarios/language/read_grant.hpp"
#include "scenarios/language/read_payment.hpp"
#include "scenarios/language/read_quantity.hpp"
#include "scenarios/language/read_usage.hpp"
#include "scenarios/language/read_users.hpp"
#include "scenarios/language/step.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 5> set_keys = {"when_plan_exhausted", "monthly_limit", "auto_recharge",
                                           "payment_methods", "low_balance"};
constexpr std::array<names, 3> set_later = {"overrides", "billing", "time_zone"};
constexpr std::array<names, 1> crash_keys = {"gateway"};
constexpr std::array<names, 3> crash_words = {"account", "agent", "auditor"};
constexpr std::array<names, 3> answer_words = {"succeeded", "declined", "timed_out"};
constexpr std::array<names, 0> none{};

constexpr std::int64_t most_attempts = 1'000'000;

void set_agent(scenario_state& state, const step& from, const mapping& keys) {
  set_agent_command made;
  made.agent = from.agent.value_or(0);
  if (const node* policy = keys.find("when_plan_exhausted")) made.policy = read_policy(state.in, *policy);
  if (const node* limit = keys.find("monthly_limit")) made.monthly_limit = read_limit(state.in, *limit);
  if (from.agent) add_command(state, from, made);
}

void set_account(scenario_state& state, const step& from, const mapping& keys) {
  set_account_command made;
  if (const node* methods = keys.find("payment_methods"))
    made.payment_methods = read_payment_methods(state, *methods);
  if (const node* recharge = keys.find("auto_recharge")) {
    if (recharge->kind == node_kind::text && recharge->text == "off") {
      made.auto_recharge.emplace();
    } else if (const auto terms = read_recharge(state, *recharge)) {
      made.auto_recharge.emplace(*terms);
    }
  }
  if (const node* level = keys.find("low_balance")) made.low_balance = read_low_balance(state.in, *level);
  add_command(state, from, std::move(made));
}

// When the usage occurred, if the step says it: not after it arrives, and not before the account began
// (R2.5).
std::optional<instant> read_occurred(scenario_state& state, const step& from) {
  const node* at = from.keys.find("occurred_at");
  if (at == nullptr) return instant::never();
  const auto when = read_instant(state.in, *at, "`occurred_at`", state.scenario_zone());
  if (!when || !check_occurred(state, state.in, at->place, *when, from.at)) return {};
  return when;
}

}  // namespace

attribution read_attribution(scenario_state& state, const step& from) {
  attribution made;
  if (from.account && from.agent) made.user = state.what.accounts[*from.account].agents[*from.agent].user;
  if (const node* user = from.keys.find("user")) made.user = read_user(state, *user).value_or(no_user);
  if (const node* group = from.keys.find("group")) {
    if (const auto text = read_label(state.in, *group, "the group"))
      made.group = state.groups.number_of(*text);
  }
  return made;
}

void note_made(scenario_state& state, key_references& things, const step& from) {
  if (!from.account) return;
  const node* key = from.keys.find("key");
  things.made.insert(
      {{*from.account, from.key}, state.in.here(key != nullptr ? key->place : from.at_node.place)});
}

std::optional<effect_key> read_named_key(scenario_state& state, key_references& things, const step& from,
                                         const node& at, std::string_view what) {
  const auto text = read_label(state.in, at, what);
  if (!text) return {};
  const effect_key key = key_named_by(state, from.account, *text);
  if (from.account) things.named.push_back({*from.account, key, at.place, *text});
  return key;
}

void read_use(scenario_state& state, const step& from, const node& value) {
  note_made(state, state.debits, from);
  const auto used = look_up(state, value, "a meter", state.meters, state.sold.meters_known);
  const node* amount = from.keys.require("quantity", "write `quantity: 3`, or `quantity: 12m30s`");
  if (!used || amount == nullptr) return;
  const auto metered = read_metered_quantity(state, from.keys, *amount, *used);
  const auto occurred = read_occurred(state, from);
  if (!metered || !occurred || !from.account || !from.at) return;

  usage made;
  made.order = {*from.at, turn_order::phase::timeline, 0, from.ordinal};
  made.key = from.key;
  made.quantity = metered->quantity;
  made.times = metered->times;
  made.value = metered->value;
  made.meter = *used;
  made.occurred_at = *occurred;
  const attribution whose = read_attribution(state, from);
  made.user = whose.user;
  made.group = whose.group;
  if (!from.agent) {
    if (!from.keys.has("agent")) add_command(state, from, made);
    return;
  }
  made.agent = *from.agent;
  std::get<timeline_source>(state.what.accounts[*from.account].agents[*from.agent].source)
      .items.push_back(made);
}

void read_top_up(scenario_state& state, const step& from, const node& value) {
  const auto amount = read_asked(state.in, value, "the top-up", state.sold.unit);
  note_made(state, state.payments, from);
  if (amount) add_command(state, from, top_up_command{*amount});
}

void read_grant_step(scenario_state& state, const step& from, const node& value) {
  const zone_table& zone = from.account ? state.zone_of(*from.account) : state.scenario_zone();
  note_made(state, state.grants, from);
  if (const auto body = read_grant(state, value, zone, false)) add_command(state, from, *body);
}

void read_set(scenario_state& state, const step& from, const node& value) {
  const mapping keys(state.in, value, {"`set`", set_keys, set_later});
  if (!keys.is_sound()) return;
  const bool about_agent = from.keys.has("agent");
  bool sound = true;
  for (const names key : set_keys) {
    const bool of_agent = key == "when_plan_exhausted" || key == "monthly_limit";
    if (!keys.has(key) || of_agent == about_agent) continue;
    state.in.report(fault::misplaced_key, keys.place_of(key),
                    {of_agent ? fmt::format("`{}` is set for an agent", key)
                              : fmt::format("`{}` is set for an account, not for an agent", key),
                     of_agent ? "the step names no agent" : "the step names an agent",
                     of_agent ? "add `agent: NAME` to the step" : "take `agent` away from the step",
                     {{"the agent is named here",
                       about_agent ? state.in.here(from.keys.place_of("agent")) : place_in_file{}}}});
    sound = false;
  }
  if (value.entries.empty()) {
    state.in.report(
        fault::missing_key, value.place,
        {"`set` changes nothing", "nothing is set", fmt::format("it takes {}", one_of(set_keys))});
    return;
  }
  if (!sound) return;
  if (about_agent) return set_agent(state, from, keys);
  set_account(state, from, keys);
}

void read_notice(scenario_state& state, const step& from, const node& value) {
  const auto answer = read_choice(state.in, value, "a notice", answer_words);
  notice_command made;
  if (answer) made.answer = static_cast<payment_answer>(*answer);
  const node* of = from.keys.require("of", "write `of: KEY`, the key of the top-up, or `of: recharge-1`");
  if (const node* attempt = from.keys.find("attempt")) {
    if (const auto number = read_whole(state.in, *attempt, "the attempt", 1, most_attempts))
      made.attempt = static_cast<std::uint32_t>(*number);
  }
  const auto payment = of != nullptr
                           ? read_named_key(state, state.payments, from, *of, "the key of the payment")
                           : std::nullopt;
  if (!answer || !payment) return;
  made.payment = *payment;
  add_command(state, from, made);
}

void read_crash(scenario_state& state, const step& from, const node& value) {
  crash_command made;
  if (value.kind == node_kind::mapping) {
    const mapping keys(state.in, value, {"`crash`", crash_keys, none});
    const node* gateway = keys.require("gateway", "write `crash: {gateway: NAME}`");
    const auto index = gateway != nullptr
                           ? look_up(state, *gateway, "a gateway", state.gateways, state.gateways_known)
                           : std::nullopt;
    if (!index) return;
    made.target = crash_command::whom::gateway;
    made.index = *index;
  } else if (value.kind == node_kind::text && value.text == "gateway") {
    state.in.report(fault::wrong_shape, value.place,
                    {"which gateway crashes?", "a mapping is due here", "write `crash: {gateway: NAME}`"});
    return;
  } else {
    const auto word = read_choice(state.in, value, "what crashes", crash_words);
    if (!word) return;
    if (*word == 1 && !from.keys.has("agent")) {
      state.in.report(fault::account_missing, value.place,
                      {"which agent crashes?", "the step names no agent", "add `agent: NAME` to the step"});
      return;
    }
    constexpr std::array targets = {crash_command::whom::account, crash_command::whom::agent,
                                    crash_command::whom::auditor};
    made.target = targets[*word];
    made.index = *word == 1 ? from.agent.value_or(0) : 0;
  }
  add_command(state, from, made);
}

}  // namespace drawdown::language
