// Ctrl-C: the first one asks the run to finish what is open and stop, the second one kills the program.
#pragma once

#include <atomic>

namespace drawdown::cli {

// Listens for SIGINT from now on, and returns the flag that the first one sets.
const std::atomic<bool>& watch_for_interrupt();

// While one lives nothing is open: the first SIGINT has nothing to finish, and does not say that it would.
class idle_time {
 public:
  idle_time();
  idle_time(const idle_time&) = delete;
  idle_time& operator=(const idle_time&) = delete;
  ~idle_time();

  // Whether one lives.
  static bool is_now();
};

}  // namespace drawdown::cli
