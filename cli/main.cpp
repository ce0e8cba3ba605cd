// The program `drawdown`.
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <new>

#include <fmt/format.h>

#include "cli/program.hpp"
#include "cli/terminal.hpp"

namespace drawdown::cli {

namespace {

// Says so at once, without asking for memory: what was worked until then cannot be saved.
[[noreturn]] void end_without_memory() {
  write_message(
      "drawdown: there is not enough memory for this; a shorter run, fewer accounts or fewer agents need "
      "less\n");
  std::_Exit(static_cast<int>(exit_code::out_of_memory));
}

}  // namespace

}  // namespace drawdown::cli

int main(int count, char** words) {
  using namespace drawdown::cli;
  // A reader that went away shows as a failed write, not as a signal that ends the program.
  std::signal(SIGPIPE, SIG_IGN);
  std::set_new_handler(end_without_memory);
  exit_code code = exit_code::defect;
  try {
    code = run_program({words + std::min(count, 1), words + count});
  } catch (const std::exception& thrown) {
    write_message(fmt::format("drawdown: a defect of Drawdown itself: {}\n", thrown.what()));
  }
  return static_cast<int>(code);
}
