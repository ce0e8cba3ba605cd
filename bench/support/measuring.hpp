// What a benchmark program writes with --measurements: the time of an item of each benchmark, with a sample
// for each repetition, and the counters that repeat exactly. docs/measurements.md describes the file.
#pragma once

#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/measure/measurements.hpp"

namespace drawdown::bench {

// The words of a command line that are ours.
struct measuring_options {
  std::string file;          // --measurements FILE; empty: nothing is written
  std::string round;         // --interleaved NAME: the programs that are run in turns
  bool is_added = false;     // --append: the samples are added to those in the file
  bool only_counts = false;  // --counts: each benchmark is run once, and no time is written
};

// Takes our words out of the command line. `malformed` where one lacks its value or goes with none of the
// others.
result<measuring_options> take_options(std::vector<std::string>& words);

// Collects what benchmarks report.
class measuring {
 public:
  explicit measuring(measuring_options options) : options_(std::move(options)) {}

  // `asked` are the words that are left for Google Benchmark: a condition.
  void describe(const std::vector<std::string>& asked);
  void add(const benchmark::BenchmarkReporter::Run& run);

  // Writes the file that was asked for.
  result<void> write() const;

 private:
  void add_sample(const std::string& name, const std::string& unit, measurement::gate of,
                  measurement::better which, double sample);

  measuring_options options_;
  measurement::measurements made_;
};

}  // namespace drawdown::bench
