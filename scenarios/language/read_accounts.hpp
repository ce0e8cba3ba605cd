// The section `accounts`: what each customer has and is at the start (R3, R5, R10).
#pragma once

#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// Reads all accounts into the world. Called when settings, catalog, start and gateways are read.
void read_accounts(scenario_state& state, const node& at);

// `stop` or `use_balance` (R5.2).
std::optional<when_exhausted> read_policy(scope& in, const node& at);

// Credits per usage period, or `none` (R5.3): an inner nothing says that there is no limit.
std::optional<std::optional<credits>> read_limit(scope& in, const node& at);

// The level below which a notice is given, or `off` (R10.6): an inner nothing says that none is.
std::optional<std::optional<credits>> read_low_balance(scope& in, const node& at);

}  // namespace drawdown::language
