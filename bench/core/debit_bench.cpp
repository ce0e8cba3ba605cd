// A debit in the fast core, beside a bare loop that checks and takes from one number.
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/hot_account.hpp"
#include "tests/support/allocation_count.hpp"

// In the program that prove-compare.sh has to see through, every so manieth debit is made twice.
#ifndef DRAWDOWN_TWICE_EVERY
#define DRAWDOWN_TWICE_EVERY 0
#endif

using namespace drawdown;
using bench::hot_core;

namespace {

// A debit changes one number if it may: what nothing can be faster than.
void bare_loop(benchmark::State& state) {
  std::int64_t balance = INT64_MAX;
  std::vector<std::int64_t> log(4096);
  std::size_t at = 0;
  for (auto _ : state) {
    if (balance >= 10'000'000) balance -= 10'000'000;
    log[at++ % log.size()] = balance;
    benchmark::DoNotOptimize(log.data());
    benchmark::ClobberMemory();
    if (balance < 10'000'000) balance = INT64_MAX;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(bare_loop)->Name("debit/bare_loop");

// What a debit costs beside time, over so many that it hardly matters when a table grows.
void count_costs(benchmark::State& state, effect_key::space keys, std::uint32_t lots) {
  constexpr int warm_blocks = 4;
  constexpr int counted_blocks = 16;
  hot_core core(keys, lots);
  std::uint64_t allocations = 0;
  std::size_t bytes = 0;
  for (int block = 0; block < warm_blocks + counted_blocks; ++block) {
    const std::uint64_t before = test::allocations();
    core.begin_block();
    for (std::uint64_t i = 0; i < hot_core::debits_per_block; ++i)
      if (core.debit() != outcome::charged) state.SkipWithError("a debit was not charged");
    if (block < warm_blocks) continue;
    allocations += test::allocations() - before;
    bytes += core.block_bytes();
  }
  constexpr double debits = counted_blocks * static_cast<double>(hot_core::debits_per_block);
  state.counters["allocations/debit"] = static_cast<double>(allocations) / debits;
  state.counters["bytes/debit"] = static_cast<double>(bytes) / debits;
}

void debit_in_core(benchmark::State& state, effect_key::space keys, std::uint32_t lots) {
  count_costs(state, keys, lots);
  hot_core core(keys, lots);
  std::uint64_t made = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(core.debit());
    ++made;
    if constexpr (DRAWDOWN_TWICE_EVERY > 0)
      if (made % DRAWDOWN_TWICE_EVERY == 0) benchmark::DoNotOptimize(core.debit());
    if (made % hot_core::debits_per_block == 0) core.begin_block();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(debit_in_core, derived_key, effect_key::space::agent, 3)->Name("debit/core");
BENCHMARK_CAPTURE(debit_in_core, given_key, effect_key::space::given, 3)->Name("debit/core_given_keys");

void debit_with_lots(benchmark::State& state) {
  debit_in_core(state, effect_key::space::agent, static_cast<std::uint32_t>(state.range(0)));
}
BENCHMARK(debit_with_lots)->Name("debit/core_with_lots")->Arg(1)->Arg(3)->Arg(100)->Arg(100'000);

// The second arrival of a usage with a given key: the first outcome again (R4.3).
void duplicate(benchmark::State& state) {
  hot_core core(effect_key::space::given);
  for (std::uint64_t i = 0; i < hot_core::debits_per_block; ++i) core.debit();
  std::uint64_t made = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(core.debit_again());
    if (++made % hot_core::debits_per_block == 0) core.begin_block();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(duplicate)->Name("debit/duplicate");

}  // namespace
