#include "scenarios/language/read_accounts.hpp"

#include <array>

#include <fmt/format.h>

#include "scenarios/language/read_customer.hpp"
#include "scenarios/language/read_grant.hpp"
#include "scenarios/language/read_grant_files.hpp"
#include "scenarios/language/read_payment.hpp"
#include "scenarios/language/read_users.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 13> account_keys = {
    "time_zone", "payment_methods", "grants",       "auto_recharge", "low_balance", "agents",  "plan",
    "users",     "owner",           "organization", "billing",       "terms",       "override"};
constexpr std::array<names, 3> account_later = {"add_ons", "features", "catalog"};
constexpr std::array<names, 3> agent_keys = {"when_plan_exhausted", "monthly_limit", "user"};
constexpr std::array<names, 5> agent_later = {"feature", "usage", "behaviour", "group", "limit_period"};
constexpr std::array<names, 2> policy_words = {"use_balance", "stop"};

constexpr std::size_t most_accounts = 1'000'000;

void read_agents(scenario_state& state, const node& at, account_index account) {
  const auto* entries = named_entries(state.in, at, "`agents`");
  if (entries == nullptr) {
    state.agents_known = false;
    return;
  }
  account_spec& into = state.what.accounts[account];
  for (const entry& one : *entries) {
    state.agents[one.key.text].push_back({account, static_cast<agent_index>(into.agents.size())});
    agent_spec made;
    made.name = one.key.text;
    made.source = timeline_source{};
    if (one.value.kind != node_kind::nothing) {
      const mapping keys(state.in, one.value, {"an agent", agent_keys, agent_later});
      if (const node* policy = keys.find("when_plan_exhausted"))
        made.policy = read_policy(state.in, *policy).value_or(made.policy);
      if (const node* limit = keys.find("monthly_limit"))
        made.monthly_limit = read_limit(state.in, *limit).value_or(std::nullopt);
      if (const node* user = keys.find("user")) made.user = read_user(state, *user).value_or(no_user);
    }
    into.agents.push_back(std::move(made));
  }
}

void read_account(scenario_state& state, const entry& from) {
  const auto account = static_cast<account_index>(state.what.accounts.size());
  state.accounts.emplace(from.key.text, account);
  account_spec made;
  made.name = from.key.text;
  made.zone = state.zone;
  made.place = state.place_of(from.key.place);
  state.what.accounts.push_back(std::move(made));
  if (from.value.kind == node_kind::nothing) return;  // reported

  const mapping keys(state.in, from.value, {"an account", account_keys, account_later});
  if (const node* zone = keys.find("time_zone")) {
    state.what.accounts[account].zone = read_zone(state, *zone).value_or(state.zone);
  }
  if (const node* methods = keys.find("payment_methods")) {
    state.what.accounts[account].payment_methods =
        read_payment_methods(state, *methods).value_or(std::vector<payment_method>{});
  }
  read_customer(state, keys, account);
  if (const node* grants = keys.find("grants")) read_declared_grants(state, *grants, account);
  read_granted_rows(state, account);
  if (const node* recharge = keys.find("auto_recharge")) {
    const bool off = recharge->kind == node_kind::text && recharge->text == "off";
    if (!off) state.what.accounts[account].auto_recharge = read_recharge(state, *recharge);
  }
  if (const node* level = keys.find("low_balance")) {
    state.what.accounts[account].low_balance = read_low_balance(state.in, *level).value_or(std::nullopt);
  }
  if (const node* agents = keys.find("agents"))
    read_agents(state, *agents, account);
  else if (keys.has("agents") || keys.is_misspelt("agents") || !keys.is_sound())
    state.agents_known = false;
}

}  // namespace

std::optional<when_exhausted> read_policy(scope& in, const node& at) {
  const auto word = read_choice(in, at, "`when_plan_exhausted`", policy_words);
  return word ? std::optional(static_cast<when_exhausted>(*word)) : std::nullopt;
}

std::optional<std::optional<credits>> read_limit(scope& in, const node& at) {
  if (at.kind == node_kind::text && at.text == "none") return std::optional<credits>{};
  const auto limit = read_credits(in, at, "the monthly limit", allowed_sign::not_negative);
  return limit ? std::optional<std::optional<credits>>(*limit) : std::nullopt;
}

std::optional<std::optional<credits>> read_low_balance(scope& in, const node& at) {
  if (at.kind == node_kind::text && at.text == "off") return std::optional<credits>{};
  if (at.kind == node_kind::text && (at.text == "none" || at.text == "no" || at.text == "false")) {
    in.report(fault::not_a_number, at.place,
              {"the level of `low_balance` is not a number", "neither credits nor `off`",
               "write `low_balance: off` for no notice"});
    return {};
  }
  const auto level = read_credits(in, at, "the level of `low_balance`", allowed_sign::positive);
  return level ? std::optional<std::optional<credits>>(*level) : std::nullopt;
}

void read_accounts(scenario_state& state, const node& at) {
  const auto* entries = named_entries(state.in, at, "`accounts`");
  if (entries == nullptr) return;
  if (entries->empty()) {
    state.in.report(
        fault::missing_value, at.place,
        {"a scenario needs at least one account", "none is declared", "write `accounts: {acme: {}}`"});
    return;
  }
  if (entries->size() > most_accounts) {
    state.in.report(fault::out_of_range, at.place,
                    {fmt::format("a scenario has at most {} accounts", most_accounts),
                     fmt::format("these are {}", entries->size()), "write several scenarios"});
    return;
  }
  state.accounts_at = &at;
  for (const entry& one : *entries) read_account(state, one);
  state.accounts_known = true;
}

}  // namespace drawdown::language
