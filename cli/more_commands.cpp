// In a file of its own, so that the linker leaves it out where a program brings another.
#include "cli/command_table.hpp"

namespace drawdown::cli {

std::span<const command_entry> more_commands() {
  return {};
}

}  // namespace drawdown::cli
