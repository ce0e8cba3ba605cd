// What is found in a file that is loaded twice, beside one thing and beside another.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "scenarios/language/diagnostic.hpp"

namespace drawdown::cli {

struct findings_of_side {
  std::string heading;  // of what only this side has: a line
  std::vector<language::diagnostic> findings;
};

// Writes to standard error what both sides have, once, as the first has it, and without a heading; then what
// only one has, each below its heading.
void show_findings_of_two(const std::array<findings_of_side, 2>& sides, color_choice color);

// Whether there is an error that both have, by its message and its place.
bool have_same_error(const std::array<findings_of_side, 2>& sides);

}  // namespace drawdown::cli
