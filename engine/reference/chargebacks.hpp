// Payments that the customer's bank takes back, and gives back where the dispute is won (R9.6).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R9.6: works a step that is no repetition, tells of it and answers its outcome.
outcome work_chargeback(desk& d, const effect_key& key, const chargeback_command& asked);

}  // namespace drawdown::reference
