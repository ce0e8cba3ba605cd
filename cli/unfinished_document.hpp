// What a run that is kept was begun with, as it is written down in `unfinished.json`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/units/error.hpp"
#include "reports/store/facts.hpp"

namespace drawdown::cli {

struct unfinished_run {
  std::string program_version;
  std::string zone_database;         // version of the system's (R2.3)
  std::string command;               // `run`, `simulate`
  std::vector<std::string> files;    // as they were named
  std::vector<std::string> options;  // `--seed=7`; none that says where the run is kept
  std::string working_folder;        // from which the files are found
  std::string seed;                  // drawn with, for readers
  std::string rule_book;             // run by, for readers
  std::vector<reports::input_hash> inputs;
};

// The name in an option's word: `seed` of `--seed=7`.
std::string_view name_of_option(std::string_view word);

// Whether an option is written down: one that says where and how often to run, and not what, never is.
bool is_taken_down(std::string_view option);

// The run as a JSON object, as it lies in the folder.
std::string unfinished_run_text(const unfinished_run& run);

// Reads such a text. `malformed` where it is none, or has an option that is never
// written down.
result<unfinished_run> parse_unfinished_run(std::string_view text);

// Reads it from a file. `unreadable` with the file's name where that can't be done.
result<unfinished_run> read_unfinished_document(const std::string& path);

// The command that began the unfinished run in a folder, and goes on with it; `run` where that can't be read.
std::string begun_by(const std::string& folder);

}  // namespace drawdown::cli
