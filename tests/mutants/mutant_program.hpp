// Runs the program with planted bugs as somebody at a terminal does.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <sys/wait.h>

namespace drawdown::test {

// How a program ended, and all that it said.
struct program_end {
  int code = 0;
  std::string said;
};

// Runs a line of shell.
inline program_end run_line(const std::string& command) {
  program_end done;
  FILE* const output = popen(command.c_str(), "r");
  if (output == nullptr) return {-1, "the program could not be started"};
  std::array<char, 4096> read{};
  while (const std::size_t size = fread(read.data(), 1, read.size(), output))
    done.said.append(read.data(), size);
  done.code = WEXITSTATUS(pclose(output));
  return done;
}

// `arguments` as in a shell; with no bug's name the program is what the product is.
inline program_end run_mutant(const std::string& bug, const std::string& arguments) {
  return run_line("DRAWDOWN_PLANT=" + bug + " " DRAWDOWN_MUTANT_BINARY " " + arguments + " 2>&1");
}

}  // namespace drawdown::test
