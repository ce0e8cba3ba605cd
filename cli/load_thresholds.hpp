// Whether a load run kept the thresholds of its scenario.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/language/thresholds.hpp"

namespace drawdown::cli {

struct load_report;

enum class threshold_verdict : std::uint8_t {
  kept,
  missed,
  unsupported,   // a percentile, of so few debits
  not_measured,  // of this run
};

struct judged_threshold {
  language::threshold asked;
  threshold_verdict verdict = threshold_verdict::not_measured;
  std::optional<language::measured_figure> measured;
};

// Holds the run of the report against what is asked.
std::vector<judged_threshold> judge(const std::vector<language::threshold>& asked, const load_report& report);

// How many are anything but kept.
std::size_t missed_of(const std::vector<judged_threshold>& judged);

// What was measured, with its unit: "1.25 ms", "12 (0.04%)"; why there is nothing, where there is not.
std::string measured_text(const judged_threshold& judged);

// `kept`, `missed`, `not supported`, `not measured`.
std::string word_for(threshold_verdict verdict);

}  // namespace drawdown::cli
