// Debits, visits and whole runs through the actors, beside an empty CAF actor and beside the same core in a
// plain loop.
#include <future>

#include <benchmark/benchmark.h>
#include <caf/all.hpp>

#include "actors/executor.hpp"
#include "actors/run.hpp"
#include "bench/support/drawn_world.hpp"
#include "tests/support/plain_run.hpp"

using namespace drawdown;
using bench::drawn_world;

namespace {

class no_sink : public block_sink {
 public:
  result<void> write(std::span<const std::byte> block) override {
    bytes += block.size();
    return {};
  }
  std::size_t bytes = 0;
};

using empty_actor = caf::typed_actor<actors::answers<std::uint64_t, actors::steps_atom>>;

empty_actor::behavior_type answer_at_once() {
  return {[](actors::steps_atom) { return std::uint64_t{1}; }};
}

// Asks the empty actor again as soon as it has answered.
void ask_again(caf::event_based_actor* self, const empty_actor& whom, std::uint64_t left,
               std::promise<void>* over) {
  if (left == 0) {
    over->set_value();
    return;
  }
  self->request(whom, caf::infinite, actors::steps_atom_v).then([=](std::uint64_t) {
    ask_again(self, whom, left - 1, over);
  });
}

// The floor: a request and its answer between two actors that do nothing else.
void empty_round_trip(benchmark::State& state) {
  constexpr std::uint64_t round_trips = 100'000;
  for (auto _ : state) {
    actors::executor on(static_cast<unsigned>(state.range(0)), std::nullopt);
    std::promise<void> over;
    {
      const auto whom = on.system().spawn(answer_at_once);
      on.system().spawn(
          [whom, &over](caf::event_based_actor* self) { ask_again(self, whom, round_trips, &over); });
    }
    over.get_future().wait();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(round_trips));
}
BENCHMARK(empty_round_trip)
    ->Name("actors/empty_round_trip/threads")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// Runs a world and reports what it took.
void run_world(benchmark::State& state, const std::shared_ptr<const world>& in, const run_options& options) {
  work_counts work;
  for (auto _ : state) {
    no_sink sink;
    const run_outcome outcome = run(in, options, sink);
    if (outcome.defect || !outcome.disagreements.empty()) state.SkipWithError("the run is not fine");
    work = outcome.work;
  }
  const auto visits = static_cast<double>(work.visits);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(work.usages));
  state.counters["visits"] = visits;
  state.counters["visits/s"] = benchmark::Counter(visits, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["debits/visit"] = static_cast<double>(work.usages) / visits;
  state.counters["open+done/visit"] = static_cast<double>(work.open_done) / visits;
  state.counters["want+plan/visit"] = static_cast<double>(work.want_plan) / visits;
  state.counters["charge+script/visit"] = static_cast<double>(work.charge_script) / visits;
  state.counters["judge+verdict/visit"] = static_cast<double>(work.judge_verdict) / visits;
}

// One debit per message: an agent is asked for a single usage at a time.
void debit_per_message(benchmark::State& state) {
  static const auto in =
      drawn_world({.accounts = 16, .agents = 1, .usages_per_day = 200, .days = 30, .recharges = false});
  run_options options;
  options.threads = static_cast<unsigned>(state.range(0));
  options.chunk = 1;
  options.verify = verification::off;
  run_world(state, in, options);
}
BENCHMARK(debit_per_message)
    ->Name("actors/debit_per_message/threads")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// A visit for every day of an account with one agent and one debit a day.
void visit(benchmark::State& state) {
  static const auto in =
      drawn_world({.accounts = 64, .agents = 1, .usages_per_day = 1, .days = 365, .recharges = false});
  run_options options;
  options.threads = static_cast<unsigned>(state.range(0));
  options.epoch = epoch_length::day;
  options.verify = verification::off;
  run_world(state, in, options);
}
BENCHMARK(visit)->Name("actors/visit/threads")->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

const auto& hot_world() {
  static const auto in =
      drawn_world({.accounts = 16, .agents = 1, .usages_per_day = 1000, .days = 30, .recharges = false});
  return in;
}

// The same core, agents and gateways in a plain loop: the floor of the batched runs.
void plain_loop(benchmark::State& state) {
  std::uint64_t usages = 0;
  for (auto _ : state)
    for (account_index i = 0; i < hot_world()->accounts.size(); ++i) {
      test::plain_run run(hot_world(), i);
      run.work_without_events();
      usages += run.counts().usages;
    }
  state.SetItemsProcessed(static_cast<std::int64_t>(usages));
}
BENCHMARK(plain_loop)->Name("actors/plain_loop")->UseRealTime()->Unit(benchmark::kMillisecond);

// 512 usages per message.
void batched(benchmark::State& state, verification verify) {
  run_options options;
  options.threads = static_cast<unsigned>(state.range(0));
  options.verify = verify;
  run_world(state, hot_world(), options);
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

// A year of daily usage, auto-recharges and month epochs, every transaction verified.
void a_year(benchmark::State& state) {
  const auto in = drawn_world({.accounts = static_cast<std::uint32_t>(state.range(0)),
                               .agents = static_cast<std::uint32_t>(state.range(1)),
                               .usages_per_day = 1,
                               .days = 365,
                               .recharges = true});
  run_options options;
  options.threads = static_cast<unsigned>(state.range(2));
  run_world(state, in, options);
}
BENCHMARK(a_year)
    ->Name("actors/year/accounts/agents/threads")
    ->Args({1000, 3, 1})
    ->Args({1000, 3, 2})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK(a_year)
    ->Name("actors/large/year/accounts/agents/threads")
    ->Args({10000, 2, 2})
    ->Args({100000, 2, 2})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

}  // namespace
