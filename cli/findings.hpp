// What the loader found in a file, told to people.
#pragma once

#include <vector>

#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::cli {

// Writes all findings to standard error, and below an error where to read more.
void show_findings(const std::vector<language::diagnostic>& findings, color_choice color);

// What it means for the program's end that a scenario was loaded so.
exit_code code_of(const language::loaded& scenario);

}  // namespace drawdown::cli
