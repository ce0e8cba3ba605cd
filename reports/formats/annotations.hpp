// What went wrong, as lines that GitHub Actions shows beside the line of the file: workflow commands.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/units/error.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

struct annotation {
  enum class level : std::uint8_t { error, warning };
  level is = level::error;
  std::string file;        // as it was named
  std::uint32_t line = 0;  // 0: the file as a whole
  std::uint32_t column = 0;
  std::string title;
  std::string message;  // may have several lines
};

// Hosts show a few of a step and no more; beyond these a last line says how many there are.
inline constexpr std::size_t most_annotations = 50;

// One line each: `::error file=a.yaml,line=3,col=5,title=E012::no such plan`.
std::string github_annotations(const std::vector<annotation>& all);

// One for each expectation of the run that failed, each difference between the ledgers, and a defect.
result<std::vector<annotation>> annotations_of(const run_store& of);

}  // namespace drawdown::reports
