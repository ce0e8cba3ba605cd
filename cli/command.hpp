// One command of the program. A new one is a file with a class and a line in the command table.
#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

namespace drawdown::cli {

class command {
 public:
  command() = default;
  command(const command&) = delete;
  command& operator=(const command&) = delete;
  virtual ~command() = default;

  // Declares the options, which refer to this object.
  virtual void declare(option_set& options) = 0;

  // Does it, after the options were read.
  virtual exit_code run() = 0;

  // Whether it is over at once, whatever it is asked. One that may take longer shows that it is at work, and
  // has --quiet, without doing anything for it.
  virtual bool is_brief() const { return false; }
};

// Declares all options of a command: its own, and what every command has.
void declare_all(command& of, option_set& options);

}  // namespace drawdown::cli
