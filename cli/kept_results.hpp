// What is read of a results.json that was kept.
#pragma once

#include <string_view>

#include "cli/exit_code.hpp"
#include "engine/units/error.hpp"

namespace drawdown::cli {

// What the run ended with. `malformed` where the text is no results.json, or names no exit code that there
// is.
result<exit_code> exit_code_in(std::string_view results);

}  // namespace drawdown::cli
