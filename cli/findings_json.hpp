// What the loader found in a file, told to programs. The fields are described in docs/results.md.
#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "scenarios/language/diagnostic.hpp"

namespace drawdown::cli {

// An array with an object for each finding.
nlohmann::ordered_json findings_json(const std::vector<language::diagnostic>& findings);

}  // namespace drawdown::cli
