// What folders hold that lie in another one.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace drawdown::cli {

// The first few folders in this one that hold a file of that name, by name: "`a`, `b`, `c`, …"; empty of
// none.
std::string folders_with(const std::filesystem::path& folder, std::string_view file);

}  // namespace drawdown::cli
