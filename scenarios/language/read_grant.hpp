// A grant of credit, declared in an account or made by a step (R3.1, R3.5).
#pragma once

#include <optional>

#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// Reads the body of a grant. Dates in it are midnight in `zone`, the account's (R2.7). A `key` may stand in
// it only where `may_have_key`: a step has its key beside it.
std::optional<grant_command> read_grant(scenario_state& state, const node& at, const zone_table& zone,
                                        bool may_have_key);

// The key that a step or a declared grant gives, numbered; nothing where it is none or reserved (R4.3).
std::optional<effect_key> read_given_key(scenario_state& state, const node& at);

// The grants of an account, booked at the start in this order. Called when start and zone are known.
void read_declared_grants(scenario_state& state, const node& at, account_index account);

}  // namespace drawdown::language
