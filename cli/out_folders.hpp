// Where several runs are kept: a folder for each, in the one that --out names.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/units/error.hpp"

namespace drawdown::cli {

// A folder in `out` for each file, named after it: `month-end` for month-end.yaml; where several files have
// that name, after the folders above them too, as many as it takes: `spring-month-end`. `conflict` where a
// file is named twice.
result<std::vector<std::filesystem::path>> folders_in(const std::filesystem::path& out,
                                                      const std::vector<std::string>& scenarios);

}  // namespace drawdown::cli
