// A run that is kept writes down what it was begun with before it begins: from this it goes on where it was
// killed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "cli/run_folder.hpp"
#include "cli/unfinished_document.hpp"
#include "engine/units/error.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::cli {

// Of a run that begins now.
unfinished_run unfinished_run_of(const language::loaded& scenario, std::string command,
                                 std::vector<std::string> named, const std::vector<std::string>& options);

// Writes it into the folder. `unreadable` where that can't be done.
result<void> write_unfinished_run(const run_folder& folder, const unfinished_run& run);

// Reads what the folder holds, and goes to the working folder of that run. `unreadable` says why it can't go
// on: there is none, another command began it, this is another version of the program or of the zone tables.
result<unfinished_run> read_unfinished_run(const run_folder& folder, std::string_view command);

// Whether `--resume` may stand beside these files and options: `conflict` where one would make it another
// run.
result<void> check_beside_resume(const std::vector<std::string>& files_now,
                                 const std::vector<std::string>& given_now);

// Reads the options that the run was begun with into the command, but for those that are given anew.
result<void> read_options_again(command& target, const unfinished_run& run,
                                const std::vector<std::string>& given_now);

// Whether the run would be made from the same bytes: `unreadable` names the first file that has changed.
result<void> check_inputs_are(const unfinished_run& run, const std::vector<language::input_file>& read);

}  // namespace drawdown::cli
