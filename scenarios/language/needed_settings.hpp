// Which settings can make a difference to a scenario: those must be known before it is run (R15.2).
#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "engine/settings/table.hpp"
#include "engine/world/world.hpp"
#include "scenarios/language/rules_used.hpp"
#include "scenarios/language/scenario_needs.hpp"

namespace drawdown::language {

// A setting that nobody says and that can make a difference.
struct needed_setting {
  const setting_entry* setting = nullptr;
  std::string_view because;  // what of the scenario depends on it
};

// The unknown settings of `used` that `what` may depend on, and usage that is ahead of it, in the order of
// their rules. Where it cannot be told without running it, a setting counts as needed. `consulted`: settings
// that the loader took values from.
std::vector<needed_setting> needed_settings(const world& what, const rules_used& used,
                                            const std::set<std::string_view>& consulted,
                                            const usage_ahead& ahead = {});

}  // namespace drawdown::language
