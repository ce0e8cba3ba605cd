// Which files of a folder are scenarios, and which are something else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/units/error.hpp"

namespace drawdown::cli {

// A load is a scenario that has a load and nothing to run.
enum class file_kind : std::uint8_t { scenario, load, catalog, other };

// The bytes of a file, at most so many as are read of a scenario; none where it can't be read.
std::string content_of(const std::filesystem::path& path);

// What a file is, by the keys at its top alone, so that a scenario with faults is still one.
file_kind kind_of(std::string_view text);

struct found_file {
  std::string path;  // below the folder as it was named
  file_kind kind = file_kind::other;
};

// The YAML files in a folder and all folders below it, and those JSON files that are scenarios or loads,
// sorted by path. What begins with a dot is left out. `unreadable` where the folder can't be read.
result<std::vector<found_file>> find_files(const std::filesystem::path& folder);

// Whether a folder stands for its loads too.
enum class loads : std::uint8_t { left_out, as_well };

// The files that words of a command line name: a file as it is, in the place of a folder its scenarios; no
// scenario twice for that. `unreadable` where a folder can't be read or holds no scenario.
result<std::vector<std::string>> scenarios_named(const std::vector<std::string>& words,
                                                 loads which = loads::left_out);

}  // namespace drawdown::cli
