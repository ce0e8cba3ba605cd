// The usage files of a scenario, merged as they are read.
#pragma once

#include <memory>
#include <vector>

#include "scenarios/language/bulk.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/scenario_state.hpp"
#include "scenarios/language/usage_columns.hpp"

namespace drawdown::language {

// Usage files that are open at once, at most.
inline constexpr std::size_t most_files_at_once = 200;
// Groups that rows of them name, at most: a group is a name in the world, which doesn't grow while it is run.
inline constexpr std::size_t most_groups_at_once = 100'000;

// What a feed reads from. Whatever it refers to lives as long as `alive`.
struct files_to_feed {
  std::shared_ptr<void> alive;
  scenario_state& state;
  findings& found;
  std::vector<usage_to_come> files;
};

// Finds the columns of the files and the groups that their rows name; what is wrong is reported. Called when
// all of the scenario is read.
std::unique_ptr<bulk_feed> feed_of(files_to_feed from, const bulk_options& options);

}  // namespace drawdown::language
