// What this program calls itself.
#pragma once

#include <string_view>

namespace drawdown::cli {

// "0.4.0"
std::string_view program_version();

// "Release"
std::string_view build_type();

}  // namespace drawdown::cli
