#include "scenarios/language/read_users.hpp"

#include <array>

#include <fmt/format.h>

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 1> user_keys = {"roles"};
constexpr std::array<names, 2> role_words = {"billing", "member"};
constexpr std::array<names, 0> none{};

constexpr std::size_t most_users = 50'000;

// `roles: {ACME: billing}`: by organizations, which accounts belong to (R11.1).
void read_roles(scenario_state& state, const node& at, user_index user) {
  const auto* entries = named_entries(state.in, at, "`roles`");
  if (entries == nullptr) return;
  for (const entry& one : *entries) {
    if (one.value.kind == node_kind::nothing) continue;  // reported
    const auto role = read_choice(state.in, one.value, "a role", role_words);
    if (!role) continue;
    state.roles.push_back(&one.key);
    if (*role == 0) state.billing_users[one.key.text].push_back(user);
  }
}

}  // namespace

void read_users(scenario_state& state, const node& at) {
  const auto* entries = named_entries(state.in, at, "`users`");
  if (entries == nullptr) return;
  if (entries->size() > most_users) {
    state.in.report(fault::out_of_range, at.place,
                    {fmt::format("a scenario has at most {} users", most_users), "", ""});
    return;
  }
  state.users_at = &at;
  for (const entry& one : *entries) {
    const auto user = static_cast<user_index>(state.what.users.size());
    state.users.emplace(one.key.text, user);
    state.what.users.push_back(one.key.text);
    if (one.value.kind == node_kind::nothing) continue;  // reported
    const mapping keys(state.in, one.value, {"a user", user_keys, none});
    if (const node* roles = keys.find("roles")) read_roles(state, *roles, user);
  }
  state.users_known = true;
}

std::optional<user_index> read_user(scenario_state& state, const node& at) {
  return look_up(state, at, "a user", state.users, state.users_known);
}

}  // namespace drawdown::language
