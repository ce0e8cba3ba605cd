// The burn-down order: which of two lots is burned first (R3.3).
#pragma once

#include <span>

#include "engine/lots/lot.hpp"
#include "engine/settings/settings.hpp"

namespace drawdown {

// Whether `a` is burned before `b` by those keys; a tie that the keys leave goes to the lower lot id.
bool burns_before(const lot& a, const lot& b, std::span<const burn_key> keys);

}  // namespace drawdown
