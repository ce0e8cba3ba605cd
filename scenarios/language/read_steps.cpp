#include <array>

#include <fmt/format.h>

#include "scenarios/language/read_accounts.hpp"
#include "scenarios/language/read_grant.hpp"
#include "scenarios/language/read_payment.hpp"
#include "scenarios/language/step.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 4> set_keys = {"when_plan_exhausted", "monthly_limit", "auto_recharge",
                                           "payment_methods"};
constexpr std::array<names, 4> set_later = {"low_balance", "overrides", "billing", "time_zone"};
constexpr std::array<names, 1> crash_keys = {"gateway"};
constexpr std::array<names, 3> crash_words = {"account", "agent", "auditor"};
constexpr std::array<names, 3> answer_words = {"succeeded", "declined", "timed_out"};
constexpr std::array<names, 0> none{};

constexpr std::int64_t most_attempts = 1'000'000;

// Whether a text is written as a length of time, rightly or not: it begins with a digit and has letters.
bool looks_like_time(std::string_view text) {
  return !text.empty() && text.front() >= '0' && text.front() <= '9' &&
         text.find_first_of("dhmsuwy") != names::npos;
}

// A quantity in millionths of the meter's unit, or microseconds; never negative (R4.2, R7.1).
std::optional<std::int64_t> read_quantity(scope& in, const node& at, const meter& used) {
  const auto text = read_text(in, at, "the quantity");
  if (!text) return {};
  if (used.per == measure::unit) {
    if (looks_like_time(*text)) {
      in.report(fault::quantity_unit, at.place,
                {fmt::format("`{}` is counted, not timed", used.name), "a length of time",
                 "write a number: `quantity: 3`"});
      return {};
    }
    return read_decimal(in, at, "the quantity", credits::decimals, allowed_sign::not_negative);
  }
  if (text->starts_with('-')) {
    in.report(fault::wrong_sign, at.place, {"the quantity must not be negative", "below zero", ""});
    return {};
  }
  if (text->find_first_not_of("0123456789._") == names::npos) {
    in.report(fault::quantity_unit, at.place,
              {fmt::format("`{}` is measured in time", used.name), "a number without a unit of time",
               fmt::format("write `{}{}`", *text, used.per == measure::minute ? "m" : "s")});
    return {};
  }
  const auto length = read_duration(in, at, "the quantity");
  return length ? std::optional(length->us()) : std::nullopt;
}

// The payment that a notice is of: by the key of its top-up, `recharge-N`, or `step-N` of a top-up without a
// key.
effect_key payment_named(scenario_state& state, const std::string& text) {
  const auto numbered = [&](names prefix) -> std::uint64_t {
    if (!text.starts_with(prefix)) return 0;
    std::uint64_t number = 0;
    const names digits = names(text).substr(prefix.size());
    if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != names::npos ||
        digits.front() == '0')
      return 0;
    for (const char c : digits) number = number * 10 + static_cast<std::uint64_t>(c - '0');
    return number;
  };
  if (const std::uint64_t number = numbered("recharge-")) return {effect_key::space::recharge, 0, number};
  if (const std::uint64_t number = numbered("step-")) return {effect_key::space::timeline, 0, number};
  return {effect_key::space::given, 0, state.keys.number_of(text)};
}

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
  add_command(state, from, std::move(made));
}

}  // namespace

void read_use(scenario_state& state, const step& from, const node& value) {
  const auto used = look_up(state.in, value, "a meter", state.meters, state.sold.meters_known);
  const node* amount = from.keys.require("quantity", "write `quantity: 3`, or `quantity: 12m30s`");
  if (!used || amount == nullptr) return;
  const auto quantity = read_quantity(state.in, *amount, state.what.catalog.meters[*used]);
  if (!quantity || !from.account || !from.at) return;

  usage made;
  made.order = {*from.at, turn_order::phase::timeline, 0, from.ordinal};
  made.key = from.key;
  made.quantity = *quantity;
  made.meter = *used;
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
  if (from.account) state.payments_asked.insert({*from.account, from.key});
  if (from.account)
    state.payments_asked.insert({*from.account, {effect_key::space::timeline, 0, from.ordinal}});
  if (amount) add_command(state, from, top_up_command{*amount});
}

void read_grant_step(scenario_state& state, const step& from, const node& value) {
  const zone_table& zone = from.account ? state.zone_of(*from.account) : state.scenario_zone();
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
                     "", of_agent ? "add `agent: NAME` to the step" : "take `agent` away from the step"});
    sound = false;
  }
  if (value.entries.empty()) {
    state.in.report(fault::missing_key, value.place,
                    {"`set` changes nothing", "", fmt::format("it takes {}", one_of(set_keys))});
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
  const auto text = of != nullptr ? read_label(state.in, *of, "the key of the payment") : std::nullopt;
  if (!answer || !text) return;
  made.payment = payment_named(state, *text);
  if (from.account) state.notices.push_back({*from.account, made.payment, of->place, *text});
  add_command(state, from, made);
}

void read_crash(scenario_state& state, const step& from, const node& value) {
  crash_command made;
  if (value.kind == node_kind::mapping) {
    const mapping keys(state.in, value, {"`crash`", crash_keys, none});
    const node* gateway = keys.require("gateway", "write `crash: {gateway: NAME}`");
    const auto index = gateway != nullptr
                           ? look_up(state.in, *gateway, "a gateway", state.gateways, state.gateways_known)
                           : std::nullopt;
    if (!index) return;
    made.target = crash_command::whom::gateway;
    made.index = *index;
  } else if (value.kind == node_kind::text && value.text == "gateway") {
    state.in.report(fault::wrong_shape, value.place,
                    {"which gateway crashes?", "", "write `crash: {gateway: NAME}`"});
    return;
  } else {
    const auto word = read_choice(state.in, value, "what crashes", crash_words);
    if (!word) return;
    if (*word == 1 && !from.keys.has("agent")) {
      state.in.report(fault::account_missing, value.place,
                      {"which agent crashes?", "", "add `agent: NAME` to the step"});
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
