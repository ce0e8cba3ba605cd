// A debit in the fast core and in the reference ledger, beside a bare loop that checks and takes from one
// number.
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/drawn_world.hpp"
#include "engine/account/account_core.hpp"
#include "engine/reference/ledger.hpp"
#include "tests/support/allocation_count.hpp"

// In the program that prove-compare.sh has to see through, every so manieth debit is made twice.
#ifndef DRAWDOWN_TWICE_EVERY
#define DRAWDOWN_TWICE_EVERY 0
#endif

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
class hot_core {
 public:
  static constexpr std::uint64_t debits_per_block = 4096;

  explicit hot_core(effect_key::space keys) : keys_(keys) {
    begin_block();
    core_.begin(out_);
  }

  outcome debit() {
    const usage used = next_usage(*in_, number_++, keys_);
    if (core_.next_due() <= used.order.at) core_.turn(core_.next_due(), out_);
    return core_.use(used, out_);
  }

  void begin_block() { out_.events.begin(0, 1, in_->start, in_->end, 1); }

  // How large the block is that was begun last.
  std::size_t block_bytes() const {
    record::block_writer block = out_.events;
    return block.finish(0, core_.now()).size();
  }

 private:
  std::shared_ptr<const world> in_ = hot_account();
  effect_key::space keys_;
  account_core core_{in_, 0};
  effects out_;
  std::uint64_t number_ = 0;
};

// What a debit costs beside time, over so many that it hardly matters when a table grows. It is the same
// however long the benchmark runs.
void count_costs(benchmark::State& state, effect_key::space keys) {
  constexpr int warm_blocks = 4;
  constexpr int counted_blocks = 16;
  hot_core core(keys);
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

void debit_in_core(benchmark::State& state, effect_key::space keys) {
  count_costs(state, keys);
  hot_core core(keys);
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
