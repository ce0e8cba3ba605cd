// Usage: charged or refused, once (R4).
#pragma once

#include "engine/reference/debits.hpp"
#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R4: charges or refuses one usage, and answers its outcome: for one that came before, the first (R4.3).
outcome work_usage(desk& d, const usage& used);

// R6.2: what was captured beyond its hold is a debit of its own, under the key of the capture.
// `version` of the catalog priced it.
void work_overrun(desk& d, const effect_key& capture, const debit& excess, group_index group,
                  std::uint16_t version);

}  // namespace drawdown::reference
