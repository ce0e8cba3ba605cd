// What `compare` prints of two files of measurements. The JSON is described in docs/measurements.md.
#pragma once

#include <string>

#include "engine/measure/comparison.hpp"

namespace drawdown::cli {

// A comparison, with what it was asked for.
struct compare_report {
  std::string a;  // the files, as they were named
  std::string b;
  measurement::comparison_terms terms;
  bool against_baseline = false;  // A is to be renewed where B is better, or has more
  measurement::comparison made;

  // Whether B has what the baseline lacks, or is better than it.
  bool baseline_is_old() const;
};

// The word of the whole: that of the comparison, or `baseline is old`.
std::string verdict_of(const compare_report& report);

// A table with the verdicts in words, warnings before it and advice behind it. `columns` of the terminal, 0
// where there is none.
std::string compare_text(const compare_report& report, std::size_t columns);

// The same as a section of Markdown.
std::string compare_markdown(const compare_report& report);

// One JSON object, with a newline at its end.
std::string compare_json(const compare_report& report);

}  // namespace drawdown::cli
