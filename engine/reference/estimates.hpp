// What planned activities would cost (R7.4).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R7.4: answers an estimate that is no repetition; nothing changes.
outcome work_estimate(desk& d, const effect_key& key, const estimate_command& asked);

}  // namespace drawdown::reference
