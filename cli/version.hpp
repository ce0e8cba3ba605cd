// What this program calls itself.
#pragma once

#include <string_view>

namespace drawdown::cli {

// "0.3.0"
std::string_view program_version();

}  // namespace drawdown::cli
