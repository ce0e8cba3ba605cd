// How long it takes until all actors of many accounts are there, and what they take in memory.
#include <chrono>

#include <benchmark/benchmark.h>

#include "bench/support/drawn_world.hpp"
#include "bench/support/memory.hpp"
#include "bench/support/worked_world.hpp"

using namespace drawdown;

namespace {

// Ends a run before its first epoch: all actors are there then, and nothing was worked.
class only_start : public run_pace {
 public:
  using clock = std::chrono::steady_clock;

  instant end_of_epoch(instant from) override { return from.next(); }
  std::chrono::nanoseconds wait(instant) override { return {}; }
  void begins() override {}
  void answers(const answered_epoch&) override {}
  void ends(instant) override {}

  // Asked for the first time when everybody has been born.
  bool is_enough() override {
    if (!is_ready_) {
      is_ready_ = true;
      ready_at_ = clock::now();
      allocated_ = bench::allocated_bytes();
      resident_ = bench::resident_bytes();
    }
    return true;
  }

  clock::time_point ready_at() const { return ready_at_; }
  std::uint64_t allocated() const { return allocated_; }
  std::uint64_t resident() const { return resident_; }

 private:
  bool is_ready_ = false;
  clock::time_point ready_at_;
  std::uint64_t allocated_ = 0;
  std::uint64_t resident_ = 0;
};

// An item is an account. What is counted per account is what the run allocates for it; what is resident is
// all of the program, with the world.
void start(benchmark::State& state, std::uint32_t agents) {
  const auto accounts = static_cast<std::uint32_t>(state.range(0));
  const auto in = bench::drawn_world({.accounts = accounts, .agents = agents, .recharges = false});
  double allocated = 0;
  double resident = 0;
  for (auto _ : state) {
    only_start pace;
    bench::no_sink sink;
    run_options options;
    options.threads = 2;
    options.verify = verification::off;
    options.pace = &pace;
    const std::uint64_t before = bench::allocated_bytes();
    const auto began = only_start::clock::now();
    const run_outcome outcome = run(in, options, sink);
    if (outcome.defect || !outcome.was_enough) state.SkipWithError("the run did not start");
    state.SetIterationTime(std::chrono::duration<double>(pace.ready_at() - began).count());
    allocated = static_cast<double>(pace.allocated() - before);
    resident = static_cast<double>(pace.resident());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(accounts));
  state.counters["bytes/account"] = allocated / accounts;
  state.counters["resident bytes"] = resident;
}
BENCHMARK_CAPTURE(start, core_alone, 0)
    ->Name("start/core_alone/accounts")
    ->Arg(1000)
    ->Arg(10'000)
    ->Arg(100'000)
    ->UseManualTime()
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(start, with_agent, 1)
    ->Name("start/with_agent/accounts")
    ->Arg(1000)
    ->Arg(10'000)
    ->Arg(100'000)
    ->UseManualTime()
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(start, core_alone, 0)
    ->Name("start/large/core_alone/accounts")
    ->Arg(1'000'000)
    ->UseManualTime()
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(start, with_agent, 1)
    ->Name("start/large/with_agent/accounts")
    ->Arg(1'000'000)
    ->UseManualTime()
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

}  // namespace
