#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "scenarios/language/write_parts.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, lot_kinds> kind_words = {"free", "plan", "addon", "adjustment", "paid"};
constexpr std::array<names, 2> card_words = {"ok", "declines"};
constexpr std::array<names, 2> watch_words = {"available", "wallet"};
constexpr std::array<names, 2> trigger_words = {"below", "at_or_below"};
constexpr std::array<names, 3> limit_words = {"apply", "minimum_only", "ignore"};
constexpr std::array<names, 2> policy_words = {"use_balance", "stop"};

std::string card_text(const std::vector<card_answer>& answers) {
  flow_list list;
  for (const card_answer answer : answers) list.add(card_words[static_cast<std::size_t>(answer)]);
  return list.text();
}

std::string recurs_text(const recurrence& recurs) {
  flow_mapping made;
  made.add("every", to_string(recurs.every));
  if (recurs.anchor) made.add("anchor", to_string(*recurs.anchor));
  return made.text();
}

std::string rollover_text(const rollover_terms& terms) {
  flow_mapping made;
  if (terms.max) made.add("max", to_string(*terms.max));
  made.add("min", to_string(terms.min));
  return made.text();
}

void write_grants(const world& in, const account_spec& account, block_writer& out) {
  if (account.grants.empty()) return out.add(2, "grants", "[]");
  out.open(2, "grants");
  for (const command& declared : account.grants) {
    flow_mapping grant = grant_mapping(std::get<grant_command>(declared.body), in);
    if (declared.key.was_given()) grant.add("key", scalar(in.key_names[declared.key.number]));
    out.item(3, grant.text());
  }
}

void write_agents(const world& in, const account_spec& account, block_writer& out) {
  if (account.agents.empty()) return out.add(2, "agents", "{}");
  out.open(2, "agents");
  for (const agent_spec& agent : account.agents) {
    flow_mapping made;
    made.add("when_plan_exhausted", policy_text(agent.policy))
        .add("monthly_limit", limit_text(agent.monthly_limit));
    if (agent.user != no_user) made.add("user", scalar(in.users[agent.user]));
    out.add(3, agent.name, made.text());
  }
}

// Its people, how it is billed, what it pays and what it is subscribed to. Who may look at the organization's
// usage has a role in it (R11.1); where there is none, the owner does.
void write_customer(const world& in, const account_spec& account, block_writer& out) {
  if (!account.users.empty()) {
    flow_list users;
    for (const user_index one : account.users) users.add(scalar(in.users[one]));
    out.add(2, "users", users.text());
  }
  if (!account.organization.empty()) out.add(2, "organization", scalar(account.organization));
  for (const user_index one : account.managers) {
    const bool views =
        std::find(account.viewers.begin(), account.viewers.end(), one) != account.viewers.end();
    if (!views || account.organization.empty()) out.add(2, "owner", scalar(in.users[one]));
  }
  out.add(2, "billing", account.invoice_terms ? "invoice" : "card");
  if (account.invoice_terms) out.add(2, "terms", to_string(*account.invoice_terms));
  if (!account.own_prices.empty()) out.add(2, "override", override_text(in, account.own_prices));
  if (!account.plan) return;
  const auto& begun = std::get<subscribe_command>(account.plan->body);
  flow_mapping plan;
  plan.add("name", scalar(in.catalog.plans[begun.plan].name));
  if (begun.anchor) plan.add("anchor", to_string(*begun.anchor));
  out.add(2, "plan", plan.text());
}

}  // namespace

std::string policy_text(when_exhausted policy) {
  return std::string(policy_words[static_cast<std::size_t>(policy)]);
}

std::string limit_text(const std::optional<credits>& limit) {
  return limit ? to_string(*limit) : "none";
}

std::string text_of(const payment_method& method, const world& in) {
  flow_mapping made;
  made.add("gateway", scalar(in.gateways[method.gateway].name));
  if (!method.card.empty()) made.add("card", card_text(method.card));
  // What the loader made up has a `#` in it, and is made up again.
  const std::string& fingerprint = in.fingerprints[method.fingerprint];
  if (fingerprint.find('#') == std::string::npos) made.add("fingerprint", scalar(fingerprint));
  return made.text();
}

std::string text_of(const std::vector<payment_method>& methods, const world& in) {
  flow_list list;
  for (const payment_method& one : methods) list.add(text_of(one, in));
  return list.text();
}

std::string text_of(const recharge_terms& terms, const world& in) {
  flow_mapping made;
  made.add("watch", watch_words[static_cast<std::size_t>(terms.watch)])
      .add("trigger", trigger_words[static_cast<std::size_t>(terms.trigger)])
      .add("threshold", to_string(terms.threshold));
  if (terms.amount) made.add("amount", text_of(*terms.amount, in));
  if (terms.target) made.add("target", to_string(*terms.target));
  if (terms.pack) made.add("pack", text_of(*terms.pack, in));
  made.add("count_pending", text_of(terms.count_pending))
      .add("limits", limit_words[static_cast<std::size_t>(terms.limits)])
      .add("max_per_period", terms.max_per_period ? fmt::format("{}", *terms.max_per_period) : "none")
      .add("max_spend_per_period",
           terms.max_spend_per_period ? money_text(*terms.max_spend_per_period, in) : "none")
      .add("cooldown", terms.cooldown == duration{} ? "none" : to_string(terms.cooldown));
  return made.text();
}

flow_mapping grant_mapping(const grant_command& grant, const world& in) {
  flow_mapping made;
  made.add("kind", kind_words[static_cast<std::size_t>(grant.kind)]).add("credits", to_string(grant.amount));
  if (grant.effective) made.add("effective", text_of(*grant.effective));
  if (grant.expires) made.add("expires", text_of(*grant.expires));
  if (grant.priority) made.add("priority", fmt::format("{}", *grant.priority));
  if (!grant.cost.is_zero()) made.add("cost", money_text(grant.cost, in));
  if (!grant.only.meters.empty()) {
    flow_list meters;
    for (const meter_index one : grant.only.meters) meters.add(scalar(in.catalog.meters[one].name));
    made.add("meters", meters.text());
  }
  if (grant.only.user != no_user) made.add("user", scalar(in.users[grant.only.user]));
  if (grant.recurs) made.add("recurs", recurs_text(*grant.recurs));
  if (grant.rollover) made.add("rollover", rollover_text(*grant.rollover));
  return made;
}

void write_account(const world& in, const account_spec& account, block_writer& out) {
  out.open(1, account.name);
  out.add(2, "time_zone", scalar(in.zones[account.zone].name));
  if (account.payment_methods.empty()) {
    out.add(2, "payment_methods", "[]");
  } else {
    out.open(2, "payment_methods");
    for (const payment_method& one : account.payment_methods) out.item(3, text_of(one, in));
  }
  write_customer(in, account, out);
  write_grants(in, account, out);
  out.add(2, "auto_recharge", account.auto_recharge ? text_of(*account.auto_recharge, in) : "off");
  out.add(2, "low_balance", account.low_balance ? to_string(*account.low_balance) : "off");
  write_agents(in, account, out);
}

}  // namespace drawdown::language
