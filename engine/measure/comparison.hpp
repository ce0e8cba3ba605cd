// Two files of measurements held against each other, metric by metric.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/measure/bootstrap.hpp"
#include "engine/measure/measurements.hpp"
#include "engine/measure/verdict.hpp"

namespace drawdown::measurement {

// Fewer samples of a time than this on one side, and nothing is said of it.
inline constexpr std::size_t fewest_samples = 5;

struct comparison_terms {
  double tolerance = 0.05;  // of times
  bootstrap_terms bootstrap;
};

struct judged_metric {
  std::string name;
  std::string unit;
  measurement::gate gate = gate::time;
  measurement::better better = better::lower;
  double a = 0;  // medians
  double b = 0;
  std::optional<double> ratio;  // of B to A, of pairs the median of theirs; none where A is zero
  std::optional<interval> confident;
  verdict judged = verdict::inconclusive;
  std::string reason;  // of what is inconclusive
};

struct comparison {
  std::string subject;
  std::vector<std::string> warnings;  // what makes A and B hard to compare, in sentences
  std::vector<judged_metric> metrics;
  std::vector<std::string> only_in_a;
  std::vector<std::string> only_in_b;

  std::size_t count(verdict of) const;

  // Regressed where any metric is; else inconclusive where one is, or is missing in B; else improved where
  // one is; else unchanged.
  verdict overall() const;
};

// Exact metrics by their difference, however small; times by the interval of their ratio.
// `conflict` where A and B measure different things.
result<comparison> compare(const measurements& a, const measurements& b, const comparison_terms& terms);

}  // namespace drawdown::measurement
