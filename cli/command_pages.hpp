// What the table and the options of each command say of the program: from this its man page and the
// completions of shells are made.
#pragma once

#include <string>
#include <vector>

#include "cli/options.hpp"

namespace drawdown::cli {

struct command_page {
  std::string name;
  std::string arguments;  // as in the table: "FILE|DIR..."
  std::string summary;
  std::string details;
  std::string examples;
  std::vector<option_page> options;
};

// All commands of the table, and `help`.
std::vector<command_page> command_pages();

}  // namespace drawdown::cli
