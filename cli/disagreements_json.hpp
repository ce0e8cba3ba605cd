// On what the two ledgers differ, told to programs. The fields are described in docs/results.md.
#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "engine/audit/audit.hpp"
#include "engine/world/world.hpp"

namespace drawdown::cli {

// An array with an object for each disagreement of a run of that world.
nlohmann::ordered_json disagreements_json(const world& in, const std::vector<disagreement>& found);

}  // namespace drawdown::cli
