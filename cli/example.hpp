// The example that `drawdown init` writes: the files of cli/example, built into the program.
#pragma once

#include <string_view>

namespace drawdown::cli {

// The scenario names its catalog `catalog.yaml`.
extern const std::string_view example_scenario;
extern const std::string_view example_catalog;

}  // namespace drawdown::cli
