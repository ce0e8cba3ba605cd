// A debit in the fast core and in the reference ledger, beside a bare loop that checks and takes from one
// number.
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/drawn_world.hpp"
#include "engine/account/account_core.hpp"
#include "engine/reference/ledger.hpp"

using namespace drawdown;

namespace {

// One account with three live lots that last, an agent with a limit, and room in the key table.
std::shared_ptr<const world> hot_account() {
  auto in = std::make_shared<world>(*bench::drawn_world({.recharges = false}));
  account_spec& account = in->accounts.front();
  for (command& declared : account.grants) {
    auto& grant = std::get<grant_command>(declared.body);
    grant.amount = credits::whole(2'000'000'000);
    grant.expires.reset();
  }
  account.agents.front().monthly_limit = credits::whole(2'000'000'000);
  return in;
}

usage next_usage(const world& in, std::uint64_t number, effect_key::space from) {
  usage used;
  used.order = {in.start + duration::seconds(20 * static_cast<std::int64_t>(number)),
                turn_order::phase::population, 0, number};
  used.key = {from, 0, number};
  used.quantity = 1;  // a microsecond: one increment
  used.agent = 0;
  return used;
}

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

// Usage of one account, one every 20 s: limit, key, commit entry, look at auto-recharge. Every 4096 debits
// the block is handed on, and every month of virtual time the period turns.
void debit_in_core(benchmark::State& state, effect_key::space from) {
  const auto in = hot_account();
  account_core core(in, 0);
  effects out;
  const auto begin_block = [&] { out.events.begin(0, 1, in->start, in->end, 1); };
  begin_block();
  core.begin(out);
  std::uint64_t number = 0;
  for (auto _ : state) {
    const usage used = next_usage(*in, number++, from);
    if (core.next_due() <= used.order.at) core.turn(core.next_due(), out);
    benchmark::DoNotOptimize(core.use(used, out));
    if (number % 4096 == 0) begin_block();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(debit_in_core, derived_key, effect_key::space::agent)->Name("debit/core");
BENCHMARK_CAPTURE(debit_in_core, given_key, effect_key::space::given)->Name("debit/core_given_keys");

// The judge over the same debits, in epochs of 4096.
void debit_in_reference(benchmark::State& state) {
  const auto in = hot_account();
  reference::ledger judge(in, 0);
  std::uint64_t number = 0;
  instant reached = in->start;
  for (auto _ : state) {
    state.PauseTiming();
    auto told = std::make_shared<plan>();
    for (int i = 0; i < 4096; ++i) told->items.push_back(next_usage(*in, ++number, effect_key::space::agent));
    epoch_stimuli stimuli;
    stimuli.from = reached;
    stimuli.until = reached = told->items.back().order.at.next();
    told->complete_until = stimuli.until;
    stimuli.plans.push_back(std::move(told));
    state.ResumeTiming();
    benchmark::DoNotOptimize(judge.run_epoch(stimuli));
  }
  state.SetItemsProcessed(state.iterations() * 4096);
}
BENCHMARK(debit_in_reference)->Name("debit/reference")->Iterations(300);

}  // namespace
