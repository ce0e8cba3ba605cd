#include "scenarios/language/read_customer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "scenarios/language/read_sold.hpp"
#include "scenarios/language/read_users.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 2> plan_keys = {"name", "anchor"};
constexpr std::array<names, 2> billing_words = {"card", "invoice"};
constexpr std::array<names, 0> none{};

constexpr std::size_t most_users = 10'000;

constexpr calendar_span usual_terms{30, calendar_unit::days};

void report_too_many(scope& in, text_place where) {
  in.report(fault::out_of_range, where,
            {fmt::format("an account has at most {} users", most_users), "these are more",
             "spread them over several accounts"});
}

std::vector<user_index> read_seats(scenario_state& state, const node& at) {
  std::vector<user_index> made;
  const auto* items = list_items(state.in, at, "`users`");
  if (items == nullptr) return made;
  if (items->size() > most_users) {
    report_too_many(state.in, at.place);
    return made;
  }
  for (const node& item : *items) {
    const auto user = read_user(state, item);
    if (!user) continue;
    if (std::find(made.begin(), made.end(), *user) != made.end()) {
      state.in.report(fault::duplicate_key, item.place,
                      {fmt::format("`{}` is named twice", item.text), "again", "name each user once"});
      continue;
    }
    made.push_back(*user);
  }
  return made;
}

// Who may look at the organization's usage, and who may buy (R11).
void read_managers(scenario_state& state, const mapping& keys, account_spec& into) {
  if (const node* organization = keys.find("organization")) {
    if (const auto name = read_label(state.in, *organization, "the organization")) {
      state.organizations.try_emplace(*name, state.in.here(organization->place));
      into.organization = *name;
      const auto billing = state.billing_users.find(*name);
      if (billing != state.billing_users.end()) into.viewers = billing->second;
    }
  }
  into.managers = into.viewers;
  const node* at = keys.find("owner");
  const auto owner = at != nullptr ? read_user(state, *at) : std::nullopt;
  if (!owner) return;
  const auto place = std::lower_bound(into.managers.begin(), into.managers.end(), *owner);
  if (place == into.managers.end() || *place != *owner) into.managers.insert(place, *owner);
  if (!keys.has("organization")) into.viewers = into.managers;
}

void read_billing(scenario_state& state, const mapping& keys, account_spec& into) {
  const node* billing = keys.find("billing");
  const auto word =
      billing != nullptr ? read_choice(state.in, *billing, "`billing`", billing_words) : std::nullopt;
  if (word == std::size_t{1}) into.invoice_terms = usual_terms;
  const node* terms = keys.find("terms");
  if (terms == nullptr) return;
  if (!into.invoice_terms) {
    if (billing != nullptr && !word) return;
    state.in.report(fault::misplaced_key, keys.place_of("terms"),
                    {"`terms` has no place in an account that is billed by card", "when an invoice is due",
                     "write `billing: invoice` beside it, or take it away"});
    return;
  }
  const auto length = read_span(state.in, *terms, "`terms`");
  if (length && is_nothing(*length)) {
    state.in.report(fault::wrong_sign, terms->place,
                    {"an invoice is due after some time", "this is zero", "write `terms: 30 days`"});
  } else if (length) {
    into.invoice_terms = *length;
  }
}

// What the account pays in place of what the catalog says, from the start and with each version (R7.3).
void read_own_prices(scenario_state& state, const node& at, account_spec& into) {
  const std::size_t errors_before = state.in.found.errors();
  const mapping keys(state.in, at, {"`override`", changed_keys, none});
  if (!keys.is_sound() || !state.start) return;
  catalog_version first{*state.start, state.what.catalog};
  std::vector<catalog_version> whole;
  for (const catalog_version& one : state.what.versions) {
    if (one.effective <= *state.start)
      first.terms = one.terms;
    else
      whole.push_back(one);
  }
  whole.insert(whole.begin(), std::move(first));
  // What is wrong with it is wrong with each version, and said once.
  for (catalog_version& one : whole) {
    if (state.in.found.errors() > errors_before) return;
    change_catalog(state.in, keys, state.sold, one.terms);
  }
  into.own_prices = std::move(whole);
}

// The plan that an account has from its start: its name, or also where its cycles are counted from.
void read_declared_plan(scenario_state& state, const node& at, account_index account) {
  const node* name = &at;
  subscribe_command made;
  if (at.kind == node_kind::mapping) {
    const mapping keys(state.in, at, {"`plan`", plan_keys, none});
    name = keys.require("name", "write `plan: {name: starter, anchor: 2026-02-15}`");
    if (const node* anchor = keys.find("anchor"))
      made.anchor = read_instant(state.in, *anchor, "the anchor", state.zone_of(account));
  }
  const effect_key key{effect_key::space::cycle, 0, 0};
  state.payments.made.insert({{account, key}, state.in.here(at.place)});
  if (name == nullptr) return;
  const auto plan = look_up(state, *name, "a plan", state.plans, state.sold.plans_known);
  if (!plan || !check_users(state, account, *plan, name->place)) return;
  made.plan = *plan;
  command begun;
  begun.order.at = state.start.value_or(instant{});
  begun.key = key;
  begun.place = state.place_of(at.place);
  begun.body = made;
  state.what.accounts[account].plan = std::move(begun);
}

}  // namespace

void read_customer(scenario_state& state, const mapping& keys, account_index account) {
  account_spec& into = state.what.accounts[account];
  if (const node* users = keys.find("users")) into.users = read_seats(state, *users);
  read_managers(state, keys, into);
  read_billing(state, keys, into);
  if (const node* own = keys.find("override")) read_own_prices(state, *own, into);
  if (const node* plan = keys.find("plan")) read_declared_plan(state, *plan, account);
}

void check_organizations(scenario_state& state) {
  for (const node* role : state.roles) {
    if (state.organizations.contains(role->text)) continue;
    std::vector<names> declared;
    for (const auto& [name, place] : state.organizations) declared.push_back(name);
    report_unknown(state, state.in, *role, "an organization", std::move(declared));
  }
}

bool may_join(scenario_state& state, account_index account, const node& at) {
  const std::size_t joining = ++state.joined[account];
  if (state.what.accounts[account].users.size() + joining <= most_users) return true;
  report_too_many(state.in, at.place);
  return false;
}

bool check_users(scenario_state& state, account_index account, plan_index plan, text_place where) {
  const plan_terms& terms = state.what.catalog.plans[plan];
  const account_spec& of = state.what.accounts[account];
  if (terms.pool != credit_pool::per_user || !of.users.empty() || state.joined.contains(account)) return true;
  state.in.report(fault::plan_without_users, where,
                  {fmt::format("`{}` is for each user, and the account `{}` has none", terms.name, of.name),
                   "nobody would have any credit",
                   "name its users: `users: [olga, ben]`",
                   {{"the plan is declared here", state.sold.plans_declared[plan]}}});
  return false;
}

}  // namespace drawdown::language
