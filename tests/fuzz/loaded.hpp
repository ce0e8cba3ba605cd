// What holds of everything that was loaded, or was not.
#pragma once

#include <string>
#include <string_view>

#include "scenarios/language/load.hpp"
#include "scenarios/language/write_scenario.hpp"
#include "tests/fuzz/promise.hpp"

namespace drawdown::fuzz {

inline constexpr std::string_view too_many = "E008";

// Each finding has words and a place; where there is no world, one of them is an error.
inline void check_findings(const language::loaded& read) {
  bool has_error = false;
  for (const language::diagnostic& found : read.findings) {
    has_error = has_error || found.level == language::severity::error;
    promise(!found.message.empty() && !found.code.empty(), "a finding says what is wrong, and has a code");
    // But for the last, which says how many more there are.
    promise(!found.file.empty() || found.code == too_many, "a finding names its file");
    promise(found.line == 0 || found.column > 0, "a finding in a line names the column");
    promise(!language::render(found, false).empty(), "a finding can be shown");
  }
  promise(read.what != nullptr || read.load.has_value() || has_error, "what does not load says why");
  promise(read.what == nullptr || !has_error, "what has an error does not load");
}

// A world is written back, loads, and is written the same.
inline void check_written_back(const std::string& path, const language::loaded& read) {
  const auto written = language::write_scenario(*read.what, &read.rules);
  if (!written) {
    promise(written.error().code == error_code::not_built, "what is not written is not built");
    return;
  }
  const language::loaded again = language::load_scenario_text(path, *written);
  promise(again.what != nullptr, "what is written loads");
  const auto twice = language::write_scenario(*again.what, &again.rules);
  promise(twice.has_value() && *twice == *written, "what is written and loaded is written the same");
}

}  // namespace drawdown::fuzz
