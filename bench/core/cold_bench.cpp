// Debits of many accounts that are visited in random order, so that each visit finds the account's memory
// cold; beside the same accounts in their order.
#include <numeric>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/hot_account.hpp"

using namespace drawdown;

namespace {

constexpr std::int64_t debits_per_visit = 10;

// Each account once. Fisher and Yates, by a plain linear congruence: the order has to be cold, not fair.
std::vector<account_index> in_random_order(std::size_t accounts) {
  std::vector<account_index> order(accounts);
  std::iota(order.begin(), order.end(), account_index{0});
  std::uint64_t drawn = 42;
  for (std::size_t left = order.size(); left > 1; --left) {
    drawn = drawn * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    std::swap(order[left - 1], order[(drawn >> 33U) % left]);
  }
  return order;
}

void cold_debits(benchmark::State& state, bool is_random) {
  const auto accounts = static_cast<std::uint32_t>(state.range(0));
  const auto in = bench::hot_accounts(3, accounts);
  std::vector<account_core> cores;
  cores.reserve(accounts);
  effects out;
  out.events.begin(0, 1, in->start, in->end, 1);
  for (account_index i = 0; i < accounts; ++i) {
    cores.emplace_back(in, i);
    out.events.begin(i, 1, in->start, in->end, 1);
    cores.back().begin(out);
  }
  std::vector<account_index> order(accounts);
  std::iota(order.begin(), order.end(), account_index{0});
  if (is_random) order = in_random_order(accounts);

  std::size_t next = 0;
  std::uint64_t round = 0;
  for (auto _ : state) {
    account_core& core = cores[order[next]];
    out.events.begin(order[next], 1, in->start, in->end, 1);
    for (std::uint64_t i = 0; i < debits_per_visit; ++i)
      benchmark::DoNotOptimize(
          core.use(bench::next_usage(*in, debits_per_visit * round + i, effect_key::space::agent), out));
    if (++next == order.size()) {
      next = 0;
      ++round;
    }
  }
  state.SetItemsProcessed(state.iterations() * debits_per_visit);
}
// One round over all accounts, so that none is warm.
BENCHMARK_CAPTURE(cold_debits, random, true)->Name("debit/cold/accounts")->Arg(100'000)->Iterations(100'000);
BENCHMARK_CAPTURE(cold_debits, in_order, false)
    ->Name("debit/cold_in_order/accounts")
    ->Arg(100'000)
    ->Iterations(100'000);
BENCHMARK_CAPTURE(cold_debits, million, true)
    ->Name("debit/large/cold/accounts")
    ->Arg(1'000'000)
    ->Iterations(1'000'000);

}  // namespace
