#include "cli/command_table.hpp"

#include <algorithm>
#include <array>

namespace drawdown::cli {

namespace {

constexpr std::array commands = {
    command_entry{
        "run", "FILE...", "runs scenarios, has both ledgers prove each step, and prints statements",
        "Findings and progress go to standard error, results to standard output. Several files are run one\n"
        "after the other, with a summary at the end; with --out each gets a folder of its own in DIR.\n"
        "Nothing that is printed depends on --threads, --schedule, --chunk, --window or the day.\n",
        create_run_command},
    command_entry{"check", "FILE...", "says everything that is wrong with scenarios, and runs nothing", "",
                  create_check_command},
    command_entry{"version", "", "the versions of the program and of what it is built on", "",
                  create_version_command},
};

}  // namespace

std::span<const command_entry> command_table() {
  return commands;
}

const command_entry* find_command(std::string_view name) {
  const auto* found = std::ranges::find(commands, name, &command_entry::name);
  return found == commands.end() ? nullptr : found;
}

}  // namespace drawdown::cli
