// Lots that come and go: grants (R3.1), and the ends of lots at their expiry (R3.6).
#include <algorithm>
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/costs.hpp"
#include "bench/support/hot_account.hpp"

using namespace drawdown;

namespace {

// Grants of one lot each, a minute apart, each alive for a year.
std::vector<command> grants(const world& in, std::uint64_t count) {
  std::vector<command> steps;
  for (std::uint64_t i = 0; i < count; ++i) {
    command step;
    step.order = {in.start + duration::minutes(static_cast<std::int64_t>(i)), turn_order::phase::population,
                  0, i};
    step.key = {effect_key::space::agent, 0, i};
    step.body = grant_command{lot_kind::free, credits::whole(1),
                              std::nullopt,   moment(span_of_time(duration::days(365))),
                              std::nullopt,   {}};
    steps.push_back(std::move(step));
  }
  return steps;
}

struct begun_account {
  std::shared_ptr<const world> in = bench::hot_accounts(3);
  effects out;
  account_core core{in, 0};

  begun_account() {
    begin_block();
    core.begin(out);
  }
  void begin_block() { out.events.begin(0, 1, in->start, in->end, 1); }
  void grant(const std::vector<command>& steps) {
    begin_block();
    for (const command& step : steps) core.act(step, out);
  }
  // All lots that end.
  void let_lots_end(instant until) {
    begin_block();
    while (core.next_due() < until) core.turn(core.next_due(), out);
  }
};

// So many lots are granted to an account that has three.
void grant(benchmark::State& state) {
  const auto lots = static_cast<std::uint64_t>(state.range(0));
  const begun_account begun;
  const std::vector<command> steps = grants(*begun.in, lots);
  for (auto _ : state) {
    state.PauseTiming();
    auto account = std::make_unique<begun_account>(begun);
    state.ResumeTiming();
    account->grant(steps);
    state.PauseTiming();
    account.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(lots));
}
BENCHMARK(grant)->Name("lots/grant")->Arg(100)->Arg(10'000);

// As many expire, one after the other.
void expiry_sweep(benchmark::State& state) {
  const auto lots = static_cast<std::uint64_t>(state.range(0));
  begun_account granted;
  granted.grant(grants(*granted.in, lots));
  const instant until = granted.in->start + duration::days(400);
  for (int warm = 0; warm < 2; ++warm) {
    begun_account account = granted;
    bench::count_allocations(state, "lot", lots, [&] { account.let_lots_end(until); });
  }
  for (auto _ : state) {
    state.PauseTiming();
    auto account = std::make_unique<begun_account>(granted);
    state.ResumeTiming();
    account->let_lots_end(until);
    state.PauseTiming();
    account.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(lots));
}
BENCHMARK(expiry_sweep)->Name("lots/expiry_sweep")->Arg(100)->Arg(10'000);

}  // namespace
