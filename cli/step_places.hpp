// On which lines of a scenario the steps of its timeline stand.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace drawdown::cli {

// The line of each step, the first step first. The text must be that of a scenario that loads.
std::vector<std::uint32_t> step_lines(const std::string& file, std::string_view text);

}  // namespace drawdown::cli
