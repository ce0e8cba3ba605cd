// One scenario from its file to its results: loaded, run, put into a run store, reported.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "actors/run.hpp"
#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"

namespace drawdown::cli {

enum class output_format : std::uint8_t {
  text,        // a statement for people
  json,        // results.json
  transcript,  // every event, the same bytes for the same run
};

// What the command line asks for.
struct run_wishes {
  run_options options;
  std::optional<std::uint64_t> seed;  // instead of the scenario's
  output_format format = output_format::text;
  color_choice color = color_choice::automatic;
  bool quiet = false;
};

// Runs the scenario in `file`; the results go to standard output, and into `folder` where one is given.
exit_code run_scenario(const std::string& file, const run_wishes& wishes,
                       const std::optional<std::filesystem::path>& folder);

}  // namespace drawdown::cli
