// Ctrl-C: the first one asks the run to finish what is open and stop, the second one kills the program.
#pragma once

#include <atomic>

namespace drawdown::cli {

// Listens for SIGINT from now on, and returns the flag that the first one sets.
const std::atomic<bool>& watch_for_interrupt();

}  // namespace drawdown::cli
