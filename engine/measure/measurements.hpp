// What one program measured, under which conditions: what `load` and the benchmarks write and `compare`
// reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/units/error.hpp"

namespace drawdown::measurement {

enum class measured_by : std::uint8_t { load, bench };

// Whether a metric repeats to the digit (a count), or has to be judged by chance (a time).
enum class gate : std::uint8_t { exact, time };

enum class better : std::uint8_t { lower, higher };

struct metric {
  std::string name;  // of one file only one
  std::string unit;
  measurement::gate gate = gate::time;
  measurement::better better = better::lower;
  std::vector<double> samples;  // one for each repetition; a time is above zero
  friend bool operator==(const metric&, const metric&) = default;
};

struct condition {
  std::string name;
  std::string value;
  friend bool operator==(const condition&, const condition&) = default;
};

struct measurements {
  measured_by what = measured_by::bench;
  std::string subject;      // what was measured: the benchmark program, or the load
  std::string interleaved;  // names the round whose files were measured in turns; empty: measured alone
  std::vector<condition> conditions;
  std::vector<metric> metrics;
  friend bool operator==(const measurements&, const measurements&) = default;
};

// The most samples of one metric.
inline constexpr std::size_t most_samples = 10'000;

std::string_view word_for(measured_by what);
std::string_view word_for(gate which);
std::string_view word_for(better which);

// Adds the samples of `more` behind those of `to`. `conflict` where they were not measured alike: another
// subject, round or condition, or other metrics; `out_of_range` where a metric would have too many.
result<void> append(measurements& to, const measurements& more);

}  // namespace drawdown::measurement
