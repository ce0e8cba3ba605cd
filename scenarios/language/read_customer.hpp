// Who an account is to the seller: its people, how it is billed, what it pays, what it is subscribed to
// (R7.3, R8.1, R9.3, R11).
#pragma once

#include "scenarios/language/mapping.hpp"
#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// Reads these of an account: its users, owner and organization, its billing, override and plan. Called before
// its grants: a key of theirs cannot be the one of its plan.
void read_customer(scenario_state& state, const mapping& keys, account_index account);

// Reports roles in organizations that no account belongs to. Called when all accounts are read.
void check_organizations(scenario_state& state);

// Counts a step that adds a user to the account; false, and reported, where there are too many.
bool may_join(scenario_state& state, account_index account, const node& at);

// Whether the account has users, where the plan is for each of them; reports it where it has none.
bool check_users(scenario_state& state, account_index account, plan_index plan, text_place where);

}  // namespace drawdown::language
