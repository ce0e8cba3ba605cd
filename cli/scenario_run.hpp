// One scenario from its file to its results: loaded, run, put into a run store, reported.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/run.hpp"
#include "cli/exit_code.hpp"
#include "cli/keep_options.hpp"
#include "cli/progress.hpp"
#include "cli/terminal.hpp"
#include "cli/unfinished_run.hpp"
#include "reports/store/facts.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::cli {

enum class output_format : std::uint8_t {
  text,        // a statement for people
  json,        // results.json
  transcript,  // every event, the same bytes for the same run
};

// What the command line asks for.
struct run_wishes {
  static constexpr std::uint64_t usual_checkpoint_seconds = 10;

  run_options options;
  std::optional<std::uint64_t> seed;  // instead of the scenario's
  language::rules_asked rules;        // instead of the scenario's rule-book, and what it leaves open
  std::string root;                   // below which its files lie; empty: as `load_scenario` has it
  std::string until;                  // an instant, or a date: midnight in the scenario's zone; may be empty
  keep_wishes keep;                   // where it has a folder
  std::optional<std::uint64_t> checkpoint_every;  // seconds; where it has a folder
  output_format format = output_format::text;
  bool brief = false;  // as text, what passed is told in its verdict line alone
  color_choice color = color_choice::automatic;
  bool annotations = false;                       // for a CI host, among the messages
  std::vector<std::string> given;                 // of the options, as `option_set::given` takes them down
  std::shared_ptr<const unfinished_run> resumed;  // goes on with this one, which is in its folder
  bool quiet = false;
};

// What came of a scenario.
struct scenario_report {
  std::string file;
  exit_code code = exit_code::fine;
  std::vector<language::diagnostic> findings;
  std::vector<reports::input_hash> inputs;  // the files that were read
  bool unreadable = false;                  // one of those that are needed
  std::string output;                       // for standard output
  std::string messages;                     // for standard error, behind the findings

  bool has_run = false;  // what follows is zero where it has not
  std::uint64_t accounts = 0;
  std::uint64_t events = 0;
  std::uint64_t held = 0;  // expectations
  std::uint64_t failed = 0;
  std::uint64_t not_reached = 0;
  std::chrono::duration<double> wall{0};  // from its file to its report
};

// What is called as soon as a scenario is loaded, before it runs.
using on_loaded = std::function<void(const language::loaded& scenario)>;

// Runs the scenario in `file`, and keeps the run in `folder` where one is given. Says nothing by itself: all
// there is to say is in the report.
scenario_report run_scenario(const std::string& file, const run_wishes& wishes,
                             const std::optional<std::filesystem::path>& folder, run_watcher& watcher,
                             const on_loaded& tell_loaded);

// What there is to report of a run that is over and kept in `folder`: the statement, transcript or results,
// and the code that it ended with. `unreadable` where the folder is not whole.
result<scenario_report> finished_report(const run_folder& folder, const run_wishes& wishes);

}  // namespace drawdown::cli
