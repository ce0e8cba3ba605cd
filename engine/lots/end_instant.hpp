// When a lot that expires is over (R2.1).
#pragma once

#include "engine/settings/settings.hpp"
#include "engine/time/instant.hpp"

namespace drawdown {

// The end instant of a lot that expires then: a microsecond later where the expiry belongs to its life, then
// the first sweep. Never for what never expires.
instant end_instant(instant expires, const settings& rules);

}  // namespace drawdown
