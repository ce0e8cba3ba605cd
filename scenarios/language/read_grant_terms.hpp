// What a grant may say beside its amount and life: whom it is for, that it comes again, what a reset leaves
// of it (R3.8–R3.10).
#pragma once

#include <optional>

#include "scenarios/language/mapping.hpp"
#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// `meters`, `features` and `user` of a grant (R3.8); a feature stands for the meters that belong to it.
void read_restriction(scenario_state& state, const mapping& keys, restriction& into);

// `recurs: 1 week`, or `{every: 1 month, anchor: 2026-01-31}` with dates in `zone` (R3.9).
std::optional<recurrence> read_recurrence(scenario_state& state, const node& at, const zone_table& zone);

// `{max: 200, min: 50}` (R3.10).
std::optional<rollover_terms> read_rollover(scope& in, const node& at);

}  // namespace drawdown::language
