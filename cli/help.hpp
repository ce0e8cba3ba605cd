// The help pages.
#pragma once

#include <string>

#include "cli/command_table.hpp"

namespace drawdown::cli {

// Six lines, for whoever calls the program without a word.
std::string short_help();

// All commands, and all exit codes.
std::string full_help();

// One command with its options.
std::string command_help(const command_entry& entry, const option_set& options);

}  // namespace drawdown::cli
