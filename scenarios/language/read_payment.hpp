// How an account pays: payment methods and auto-recharge, as they stand in accounts and in `set` steps (R10).
#pragma once

#include <optional>
#include <vector>

#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// A list of payment methods. A method without a `fingerprint` gets one from what it says, so the same words
// are the same card, also when a `set` says them again.
std::optional<std::vector<payment_method>> read_payment_methods(scenario_state& state, const node& at);

// The terms of auto-recharge; what they do not say comes from the settings (R10.2).
std::optional<recharge_terms> read_recharge(scenario_state& state, const node& at);

}  // namespace drawdown::language
