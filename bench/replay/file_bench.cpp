// Usage from a file to the verdict: a scenario whose usage file bench/run.sh has generated, which the
// environment names. Verified, beside the same unverified, and beside the reading of the rows alone.
#include <cstdlib>

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include "actors/run.hpp"
#include "reports/replay/totals.hpp"
#include "scenarios/language/bulk.hpp"

using namespace drawdown;

namespace {

class folding_sink : public block_sink {
 public:
  explicit folding_sink(reports::replay_totals& into) : into_(into) {}
  result<void> write(std::span<const std::byte> block) override { return into_.add(block); }

 private:
  reports::replay_totals& into_;
};

// The most that the program ever had in memory: what else was measured before in the same process is in it.
double peak_resident_bytes() {
  rusage used{};
  return getrusage(RUSAGE_SELF, &used) == 0 ? static_cast<double>(used.ru_maxrss) * 1024 : 0;
}

const char* scenario(benchmark::State& state) {
  const char* path = std::getenv("DRAWDOWN_REPLAY");
  if (path == nullptr) state.SkipWithError("DRAWDOWN_REPLAY names no scenario with usage files");
  return path;
}

// An item is a row.
void replay(benchmark::State& state, verification verify) {
  const char* path = scenario(state);
  if (path == nullptr) return;
  std::uint64_t rows = 0;
  for (auto _ : state) {
    const auto opened = language::load_for_replay(path, {}, {});
    reports::replay_totals totals(*opened.scenario.what);
    folding_sink sink(totals);
    run_options options;
    options.verify = verify;
    options.feed = opened.feed.get();
    const run_outcome outcome = run(opened.scenario.what, options, sink);
    if (outcome.defect || outcome.feed_error || !outcome.disagreements.empty())
      state.SkipWithError("the run is not fine");
    totals.finish();
    rows += opened.feed->counts().rows;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(rows));
  state.counters["resident bytes"] = peak_resident_bytes();
}
BENCHMARK_CAPTURE(replay, full, verification::full)
    ->Name("replay/verified")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(replay, off, verification::off)
    ->Name("replay/unverified")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// The floor: nobody works the rows.
void read_rows(benchmark::State& state) {
  const char* path = scenario(state);
  if (path == nullptr) return;
  std::uint64_t rows = 0;
  for (auto _ : state) {
    const auto opened = language::load_for_replay(path, {}, {});
    for (auto chunk = opened.feed->next(); chunk; chunk = opened.feed->next()) {
      rows += chunk->rows.size();
      if (chunk->complete_until.is_never()) break;
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(rows));
}
BENCHMARK(read_rows)->Name("replay/rows_alone")->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
