// What the program tells whoever called it, as numbers that stay.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace drawdown::cli {

enum class exit_code : int {
  fine = 0,
  defect = 1,               // of ours
  usage = 2,                // the command line
  faulty_input = 3,         // a scenario, or a file that it names
  unusable_file = 4,        // can't be read or written
  out_of_memory = 5,        // what was asked for needs more than there is
  ledgers_disagree = 10,    // or an invariant is broken (R14), or a run does not repeat
  expectation_failed = 11,  // of the scenario
  threshold_missed = 12,    // by a load run, of its scenario
  regressed = 13,           // a measurement is worse than the one it is compared with
  inconclusive = 14,        // none is shown to be worse, and not all could be judged
  interrupted = 130,        // by SIGINT
};

// Which of two to end with, where several files were run: what speaks of money that went wrong comes first,
// the lower number of 10 to 14 before the higher; a defect of ours comes before all.
exit_code graver(exit_code a, exit_code b);

// In two words, for the summary of several files.
std::string words_for(exit_code code);

// All codes with their meaning, by number.
std::vector<std::pair<int, std::string_view>> exit_codes();

// The same, one a line, for help.
std::string exit_code_help();

}  // namespace drawdown::cli
