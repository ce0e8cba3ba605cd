// The scenarios of a folder, for people and for programs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cli/scenario_files.hpp"
#include "engine/time/instant.hpp"

namespace drawdown::cli {

struct listed_scenario {
  std::string path;
  std::uint64_t errors = 0;  // where there are any, it does not load, and the rest is nothing
  std::uint64_t warnings = 0;
  std::string title;
  instant start;
  instant end;
  std::uint64_t accounts = 0;
  std::uint64_t agents = 0;
  std::uint64_t steps = 0;         // of the timeline
  std::uint64_t expectations = 0;  // item by item, as a run counts them
};

// A scenario that is a load and nothing else.
struct listed_load {
  std::string path;
  std::uint64_t errors = 0;
  std::string title;  // nothing where there are errors
  std::uint64_t thresholds = 0;
};

struct listed_folder {
  std::string path;  // as it was named
  std::vector<listed_scenario> scenarios;
  std::vector<std::string> catalogs;
  std::vector<std::string> others;
  std::vector<listed_load> loads = {};
};

// Loads what was found in the folder, as `--root` allows, and calls `on_file` before each.
listed_folder look_into(const std::string& folder, const std::vector<found_file>& found,
                        const std::string& root, const std::function<void(const std::string& path)>& on_file);

// A line for each scenario, at most `columns` wide (0: as wide as need be). Titles are cut to what is left;
// where that is next to nothing they stand below.
std::string list_text(const std::vector<listed_folder>& folders, std::size_t columns, bool colored);

// The same as a JSON document. Its fields are described in docs/results.md.
std::string list_json(const std::vector<listed_folder>& folders);

}  // namespace drawdown::cli
