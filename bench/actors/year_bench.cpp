// A year of many accounts: usage, auto-recharges, epochs of a month, every transaction verified; and whether
// memory grows with time.
#include <algorithm>
#include <iterator>
#include <map>

#include <benchmark/benchmark.h>

#include "bench/support/drawn_world.hpp"
#include "bench/support/memory.hpp"
#include "bench/support/worked_world.hpp"

using namespace drawdown;

namespace {

// The most that was resident while each epoch was worked.
class watched_memory {
 public:
  void look(const progress& now) {
    std::uint64_t& most = of_[now.until];
    most = std::max(most, bench::resident_bytes());
  }

  std::uint64_t most() const {
    std::uint64_t all = 0;
    for (const auto& [until, bytes] : of_) all = std::max(all, bytes);
    return all;
  }
  // What it was in the last epoch, of what it was in the third: until then state fills up that stays.
  double growth() const {
    if (of_.size() < 4) return 1;
    return static_cast<double>(of_.rbegin()->second) / static_cast<double>(std::next(of_.begin(), 2)->second);
  }

 private:
  std::map<instant, std::uint64_t> of_;
};

// A hundred debits and a recharge a month: about 120 million debits of 100 000 accounts.
void a_year(benchmark::State& state) {
  auto in =
      std::make_shared<world>(*bench::drawn_world({.accounts = static_cast<std::uint32_t>(state.range(0)),
                                                   .agents = 2,
                                                   .days = 365,
                                                   .debits_per_agent = 600,
                                                   .short_calls = true,
                                                   .recharges = true}));
  in->settings.refund_window = duration::days(7);
  watched_memory memory;
  run_options options;
  options.threads = static_cast<unsigned>(state.range(1));
  options.on_progress = [&](const progress& now) { memory.look(now); };
  bench::run_debits(state, in, options);
  state.counters["resident bytes"] = static_cast<double>(memory.most());
  if (memory.most() > 0) state.counters["memory growth"] = memory.growth();
}
BENCHMARK(a_year)
    ->Name("year/accounts/threads")
    ->Args({1000, 1})
    ->Args({1000, 2})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK(a_year)
    ->Name("year/large/accounts/threads")
    ->Args({10'000, 2})
    ->Args({100'000, 2})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

}  // namespace
