// Visits and batched debits through the actors, beside the same core in a plain loop.
#include <benchmark/benchmark.h>

#include "bench/support/drawn_world.hpp"
#include "bench/support/worked_world.hpp"
#include "tests/support/plain_run.hpp"

using namespace drawdown;
using bench::drawn_world;

namespace {

// A visit for every day of an account with one agent and one debit a day. An item is a visit.
void visit(benchmark::State& state) {
  static const auto in =
      drawn_world({.accounts = 64, .agents = 1, .usages_per_day = 1, .days = 365, .recharges = false});
  run_options options;
  options.threads = static_cast<unsigned>(state.range(0));
  options.epoch = epoch_length::day;
  options.verify = verification::off;
  const work_counts work = bench::run_world(state, in, options);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(work.visits));
}
BENCHMARK(visit)->Name("actors/visit/threads")->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

constexpr std::uint32_t debits_per_message = 256;

const std::shared_ptr<const world>& hot_world() {
  static const auto in =
      drawn_world({.accounts = 16, .agents = 1, .usages_per_day = 1000, .days = 30, .recharges = false});
  return in;
}

// The same core, merge, agents and gateways in a plain loop: the floor of the batched runs.
void plain_loop(benchmark::State& state) {
  std::uint64_t usages = 0;
  for (auto _ : state)
    for (account_index i = 0; i < hot_world()->accounts.size(); ++i) {
      test::plain_run run(hot_world(), i);
      run.work_without_events(hot_world()->end.next(), debits_per_message);
      usages += run.counts().usages;
    }
  state.SetItemsProcessed(static_cast<std::int64_t>(usages));
}
BENCHMARK(plain_loop)->Name("actors/plain_loop")->UseRealTime()->Unit(benchmark::kMillisecond);

void batched(benchmark::State& state, verification verify) {
  run_options options;
  options.threads = static_cast<unsigned>(state.range(0));
  options.chunk = debits_per_message;
  options.verify = verify;
  bench::run_debits(state, hot_world(), options);
}
BENCHMARK_CAPTURE(batched, off, verification::off)
    ->Name("actors/batched/unverified/threads")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(batched, full, verification::full)
    ->Name("actors/batched/verified/threads")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
