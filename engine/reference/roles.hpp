// Who may do what, where a step says who acts, and what a plan allows (R8.1, R9.2, R11).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R11.2: whether somebody may buy and change settings; where nobody is named, nobody is asked.
bool may_manage(const desk& d, user_index who);

// R11.1: works a look at the organization's usage that is no repetition.
outcome work_view_usage(desk& d, const effect_key& key, user_index who);

// R8.1, R9.2: whether top-ups are open to the account: by its plan, and where they ask for one.
bool is_open_to_top_ups(const desk& d);

// R8.1: whether usage of a meter is open to the account: its feature is in no plan, or in the one in force.
bool has_feature_of(const desk& d, meter_index meter);

}  // namespace drawdown::reference
