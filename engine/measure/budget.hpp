// Budgets: what something may cost, and whether what was measured keeps to it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/measure/measurements.hpp"

namespace drawdown::measurement {

// What of a measurement the limit is about.
enum class limited : std::uint8_t {
  value,        // what was measured: at most the limit
  above_floor,  // how far it is above its floor: at most the limit
  ratio,        // which part of its floor's speed is reached, or how many times as fast it is: at least
};

// One line of the table of budgets. Metrics are named as in the files of measurements; a name that ends with
// `*` stands for the best of all that begin so.
struct budget {
  std::string what;
  limited by = limited::value;
  double limit = 0;
  std::string unit;
  std::string measured;  // the metric; in the budget's unit once it is multiplied
  double times = 1;
  std::string floor = {};  // the metric it is held against; empty: there is none
  double floor_times = 1;
  std::string floor_is = {};     // the floor in words
  std::string measured_by = {};  // what has to be asked for, where a plain run does not measure it; or empty
  friend bool operator==(const budget&, const budget&) = default;
};

enum class budget_verdict : std::uint8_t { met, missed, not_measured };

std::string_view word_for(budget_verdict what);
std::string_view word_for(limited by);

// A budget held against what was measured. All numbers are medians, in the budget's unit.
struct judged_budget {
  budget of;
  std::optional<double> measured;
  std::optional<double> floor;
  std::optional<double> ratio;   // to the floor's speed: above one is faster
  std::optional<double> judged;  // what the limit is about
  std::size_t samples = 0;       // of what was measured
  budget_verdict verdict = budget_verdict::not_measured;
};

// Holds each budget against the first of the files that has its metric.
std::vector<judged_budget> judge(std::span<const budget> budgets, std::span<const measurements> files);

// Reads a file of budgets; `malformed` names the budget in which something is wrong.
result<std::vector<budget>> budgets_from_json(std::string_view text);

}  // namespace drawdown::measurement
