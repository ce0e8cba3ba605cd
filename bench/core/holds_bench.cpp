// Holds: placed and captured, placed and voided (R6).
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/costs.hpp"
#include "bench/support/hot_account.hpp"

using namespace drawdown;

namespace {

constexpr std::uint64_t holds_per_round = 1000;

command step_at(const world& in, std::uint64_t number, command_body body) {
  command step;
  step.order = {in.start + duration::seconds(static_cast<std::int64_t>(number)),
                turn_order::phase::population, 0, number};
  step.key = {effect_key::space::agent, 0, number};
  step.body = std::move(body);
  return step;
}

// One hold after the other, each ended at once by what `end_of` makes of its key.
template <class EndOf>
std::vector<command> holds_and_ends(const world& in, EndOf end_of) {
  std::vector<command> steps;
  for (std::uint64_t i = 0; i < holds_per_round; ++i) {
    hold_command placed;
    placed.agent = 0;
    placed.meter = 0;
    placed.quantity = 2;
    steps.push_back(step_at(in, 2 * i, placed));
    steps.push_back(step_at(in, 2 * i + 1, end_of(steps.back().key)));
  }
  return steps;
}

// A thousand holds of an account that has seen none, time and again: what holds leave in the books is no
// cost of the next.
template <class EndOf>
void work_holds(benchmark::State& state, EndOf end_of) {
  const auto in = bench::hot_accounts(3);
  const std::vector<command> steps = holds_and_ends(*in, end_of);
  effects out;
  out.events.begin(0, 1, in->start, in->end, 1);
  account_core begun(in, 0);
  begun.begin(out);
  const auto work = [&](account_core& core) {
    out.events.begin(0, 1, in->start, in->end, 1);
    for (const command& step : steps) core.act(step, out);
  };
  for (int warm = 0; warm < 2; ++warm) {
    account_core core = begun;
    bench::count_allocations(state, "hold", holds_per_round, [&] { work(core); });
  }
  for (auto _ : state) {
    state.PauseTiming();
    auto core = std::make_unique<account_core>(begun);
    state.ResumeTiming();
    work(*core);
    state.PauseTiming();
    core.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(holds_per_round));
}

void captured(benchmark::State& state) {
  work_holds(state, [](const effect_key& key) {
    return capture_command{key, metered_quantity{0, 1, 1, no_value}, false};
  });
}
BENCHMARK(captured)->Name("holds/placed_and_captured");

void voided(benchmark::State& state) {
  work_holds(state, [](const effect_key& key) { return void_command{key}; });
}
BENCHMARK(voided)->Name("holds/placed_and_voided");

}  // namespace
