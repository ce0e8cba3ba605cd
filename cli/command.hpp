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
};

}  // namespace drawdown::cli
