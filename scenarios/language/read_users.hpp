// The section `users`: people whose usage some credit is for (R3.8, R5.5).
#pragma once

#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// Reads all users into the world.
void read_users(scenario_state& state, const node& at);

// The user that a `user` key names; nothing where it is unknown, which is reported.
std::optional<user_index> read_user(scenario_state& state, const node& at);

}  // namespace drawdown::language
