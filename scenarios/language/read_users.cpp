#include "scenarios/language/read_users.hpp"

#include <array>

#include <fmt/format.h>

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 0> user_keys{};
constexpr std::array<names, 1> user_later = {"roles"};

constexpr std::size_t most_users = 50'000;

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
    state.users.emplace(one.key.text, static_cast<user_index>(state.what.users.size()));
    state.what.users.push_back(one.key.text);
    if (one.value.kind != node_kind::nothing) mapping(state.in, one.value, {"a user", user_keys, user_later});
  }
  state.users_known = true;
}

std::optional<user_index> read_user(scenario_state& state, const node& at) {
  return look_up(state, at, "a user", state.users, state.users_known);
}

}  // namespace drawdown::language
