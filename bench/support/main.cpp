// Google Benchmark's main, and after its figures the ratios to the floors of the same run. With
// --measurements FILE it writes what was measured, for `drawdown compare`.
#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "bench/support/measuring.hpp"
#include "bench/support/ratios.hpp"

namespace {

// Prints as the console reporter does, and keeps how many items each benchmark did in a second.
class keeping_reporter : public benchmark::ConsoleReporter {
 public:
  explicit keeping_reporter(drawdown::bench::measuring& measured)
      : ConsoleReporter(isatty(STDOUT_FILENO) != 0 ? OO_ColorTabular : OO_None), measured_(measured) {}

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      has_failed_ = has_failed_ || run.error_occurred;
      measured_.add(run);
      if (const auto rate = run.counters.find("items_per_second"); rate != run.counters.end())
        items_per_second_[run.benchmark_name()] = rate->second.value;
    }
    ConsoleReporter::ReportRuns(runs);
  }

  bool has_failed() const { return has_failed_; }

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
  drawdown::bench::measuring& measured_;
  std::map<std::string, double> items_per_second_;
  bool has_failed_ = false;
};

// What is large takes minutes and gigabytes: it runs where it is asked for by name.
void add_filter(std::vector<std::string>& words) {
  const auto asks = [](const std::string& word) { return word.starts_with("--benchmark_filter"); };
  if (std::ranges::none_of(words, asks)) words.emplace_back("--benchmark_filter=-/large/");
}

int complain(const drawdown::error& failure, int code) {
  std::fprintf(stderr, "%s\n", failure.message.c_str());
  return code;
}

}  // namespace

int main(int given, char** all) {
  std::vector<std::string> words(all + 1, all + given);
  const auto options = drawdown::bench::take_options(words);
  if (!options) return complain(options.error(), 2);
  drawdown::bench::measuring measured(*options);
  measured.describe(words);
  add_filter(words);

  std::vector<char*> left = {all[0]};
  for (std::string& word : words) left.push_back(word.data());
  int count = static_cast<int>(left.size());
  benchmark::Initialize(&count, left.data());
  if (benchmark::ReportUnrecognizedArguments(count, left.data())) return 2;
  keeping_reporter reporter(measured);
  benchmark::RunSpecifiedBenchmarks(&reporter);
  reporter.print_ratios();
  benchmark::Shutdown();
  if (const auto written = measured.write(); !written) return complain(written.error(), 4);
  return reporter.has_failed() ? 1 : 0;
}
