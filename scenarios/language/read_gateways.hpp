// The section `gateways`: how payments are answered and how their notices travel (R10.1).
#pragma once

#include <string_view>

#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// Reads all gateways into the world.
void read_gateways(scenario_state& state, const node& at);

// How often attempts are declined, and why; `called` is the section's name in messages.
void read_declines(scope& in, const node& at, std::string_view called, gateway_spec& into);

// What one keeps of each payment, and when it pays out (R13.4).
void read_fees(scenario_state& state, const node& at, gateway_spec& into);
void read_payouts(scenario_state& state, const node& at, gateway_spec& into);

}  // namespace drawdown::language
