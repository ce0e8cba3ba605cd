// Google Benchmark's main, and after its figures the ratios to the floors of the same run.
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "bench/support/ratios.hpp"

namespace {

// Prints as the console reporter does, and keeps how many items each benchmark did in a second.
class keeping_reporter : public benchmark::ConsoleReporter {
 public:
  keeping_reporter() : ConsoleReporter(isatty(STDOUT_FILENO) != 0 ? OO_ColorTabular : OO_None) {}

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs)
      if (const auto rate = run.counters.find("items_per_second"); rate != run.counters.end())
        items_per_second_[run.benchmark_name()] = rate->second.value;
    ConsoleReporter::ReportRuns(runs);
  }

  // The lines of which both sides ran.
  void print_ratios() const {
    std::printf("\n%-58s %14s %14s %8s\n", "ratio of items per second", "measured", "floor", "ratio");
    for (const drawdown::bench::ratio& line : drawdown::bench::ratios()) {
      const auto measured = items_per_second_.find(line.measured);
      const auto floor = items_per_second_.find(line.floor);
      if (measured == items_per_second_.end() || floor == items_per_second_.end()) continue;
      std::printf("%-58s %12.3f M %12.3f M %8.3f\n", line.meaning, measured->second / 1e6,
                  floor->second / 1e6, measured->second / floor->second);
    }
  }

 private:
  std::map<std::string, double> items_per_second_;
};

}  // namespace

int main(int count, char** words) {
  benchmark::Initialize(&count, words);
  if (benchmark::ReportUnrecognizedArguments(count, words)) return 2;
  keeping_reporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  reporter.print_ratios();
  benchmark::Shutdown();
  return 0;
}
