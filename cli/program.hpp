// What the program does with its words: finds the command, reads its options, runs it. It composes the rest
// and decides nothing.
#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.hpp"

namespace drawdown::cli {

// `words` without the name of the program. `help run`, `-h run` and `run -h` are the same question.
exit_code run_program(std::vector<std::string> words);

}  // namespace drawdown::cli
