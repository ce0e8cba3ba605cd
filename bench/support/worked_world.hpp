// Runs a world in a benchmark, and reports what it took.
#pragma once

#include <memory>

#include <benchmark/benchmark.h>

#include "actors/run.hpp"

namespace drawdown::bench {

// Where blocks go that nobody reads.
class no_sink : public block_sink {
 public:
  result<void> write(std::span<const std::byte> block) override {
    bytes += block.size();
    return {};
  }
  std::uint64_t bytes = 0;
};

inline void report_messages(benchmark::State& state, const work_counts& work) {
  const auto visits = static_cast<double>(work.visits);
  state.counters["visits"] = visits;
  state.counters["debits/visit"] = static_cast<double>(work.usages) / visits;
  state.counters["open+done/visit"] = static_cast<double>(work.open_done) / visits;
  state.counters["want+plan/visit"] = static_cast<double>(work.want_plan) / visits;
  state.counters["charge+script/visit"] = static_cast<double>(work.charge_script) / visits;
  state.counters["judge+verdict/visit"] = static_cast<double>(work.judge_verdict) / visits;
  state.counters["entries/debit"] = static_cast<double>(work.events) / static_cast<double>(work.usages);
}

// Runs the world once for each iteration, and returns what the last run did.
inline work_counts run_world(benchmark::State& state, const std::shared_ptr<const world>& in,
                             const run_options& options) {
  work_counts work;
  std::uint64_t bytes = 0;
  for (auto _ : state) {
    no_sink sink;
    const run_outcome outcome = run(in, options, sink);
    if (outcome.defect || !outcome.disagreements.empty()) state.SkipWithError("the run is not fine");
    work = outcome.work;
    bytes = sink.bytes;
  }
  report_messages(state, work);
  state.counters["bytes/debit"] = static_cast<double>(bytes) / static_cast<double>(work.usages);
  return work;
}

// The same; an item is a debit.
inline void run_debits(benchmark::State& state, const std::shared_ptr<const world>& in,
                       const run_options& options) {
  const work_counts work = run_world(state, in, options);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(work.usages));
}

}  // namespace drawdown::bench
