// The program where somebody looks on: standard error is a terminal, made for the test.
#pragma once

#include <string>
#include <thread>
#include <vector>

#include "cli/progress.hpp"
#include "tests/cli/support.hpp"

namespace drawdown::cli_test {

// A terminal, of 100 columns, and all that was written to it.
class test_terminal {
 public:
  test_terminal();
  test_terminal(const test_terminal&) = delete;
  test_terminal& operator=(const test_terminal&) = delete;
  ~test_terminal();

  // Whether this machine has pseudo-terminals; where it has none, the test at hand says that it is skipped.
  static bool is_possible();

  // The path of the end that a program writes to.
  const std::string& path() const { return path_; }

  // All that was written. To be called when nobody writes any more; nothing can be written afterwards.
  std::string written();

 private:
  void read_all();

  int master_ = -1;
  int slave_ = -1;
  std::string path_;
  std::string text_;
  std::thread reader_;
};

enum class messages_to { terminal, file };

// Runs the program inside of this process, at that pace. What it says comes as `messages`, its output goes
// nowhere.
ended program_inside(const std::vector<std::string>& words, messages_to where,
                     const drawdown::cli::progress_pace& pace);

}  // namespace drawdown::cli_test
