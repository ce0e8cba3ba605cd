// The merge of an epoch: what many agents of an account plan is worked in the order of time (R2.4); beside
// the same debits that are in order already.
#include <algorithm>
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/hot_account.hpp"
#include "engine/account/visit.hpp"

using namespace drawdown;

namespace {

constexpr std::uint64_t debits_per_epoch = 4096;

std::shared_ptr<const world> account_with_agents(std::uint32_t agents) {
  auto in = std::make_shared<world>(*bench::hot_accounts(3));
  account_spec& account = in->accounts.front();
  const agent_spec first = account.agents.front();
  account.agents.assign(agents, first);
  return in;
}

// What each agent plans for an epoch: they take turns, a second apart.
class planned_epochs {
 public:
  planned_epochs(const world& in, std::uint32_t agents) : in_(in), agents_(agents), until_(in.start) {}

  void next() {
    from_ = until_;
    until_ = from_ + duration::seconds(static_cast<std::int64_t>(debits_per_epoch));
    std::vector<std::shared_ptr<plan>> made;
    for (agent_index a = 0; a < agents_; ++a) {
      made.push_back(std::make_shared<plan>());
      made.back()->agent = a;
      made.back()->complete_until = until_;
    }
    for (std::uint64_t i = 0; i < debits_per_epoch; ++i) {
      const auto agent = static_cast<agent_index>(i % agents_);
      usage used = bench::next_usage(in_, ++number_, effect_key::space::agent);
      used.order = {from_ + duration::seconds(static_cast<std::int64_t>(i)), turn_order::phase::population,
                    agent, number_};
      used.key.owner = agent;
      used.agent = agent;
      made[agent]->items.push_back(used);
    }
    plans_.assign(made.begin(), made.end());
  }

  instant from() const { return from_; }
  instant until() const { return until_; }
  const std::shared_ptr<const plan>& of(agent_index agent) const { return plans_[agent]; }
  std::vector<usage> in_order() const {
    std::vector<usage> all;
    for (const auto& each : plans_) all.insert(all.end(), each->items.begin(), each->items.end());
    std::ranges::sort(all, {}, &usage::order);
    return all;
  }

 private:
  const world& in_;
  std::uint32_t agents_;
  instant from_;
  instant until_;
  std::uint64_t number_ = 0;
  std::vector<std::shared_ptr<const plan>> plans_;
};

void merge(benchmark::State& state) {
  const auto agents = static_cast<std::uint32_t>(state.range(0));
  const auto in = account_with_agents(agents);
  account_core core(in, 0);
  planned_epochs planned(*in, agents);
  std::uint32_t epoch = 0;
  for (auto _ : state) {
    state.PauseTiming();
    planned.next();
    state.ResumeTiming();
    visit_order order;
    order.epoch = ++epoch;
    order.from = planned.from();
    order.until = planned.until();
    order.chunk = debits_per_epoch;
    visit work(core, in->accounts.front(), order);
    for (visit_need need = work.advance(); !std::holds_alternative<visit_finished>(need);
         need = work.advance())
      work.give(planned.of(std::get<plan_needed>(need).agent));
    if (work.counts().charged != debits_per_epoch) state.SkipWithError("a debit was not charged");
    benchmark::DoNotOptimize(work.commit());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(debits_per_epoch));
}
BENCHMARK(merge)->Name("merge/agents")->Arg(1)->Arg(4)->Arg(64);

// The floor: nothing is to be merged.
void in_order(benchmark::State& state) {
  const auto agents = static_cast<std::uint32_t>(state.range(0));
  const auto in = account_with_agents(agents);
  account_core core(in, 0);
  effects out;
  out.events.begin(0, 1, in->start, in->end, 1);
  core.begin(out);
  planned_epochs planned(*in, agents);
  for (auto _ : state) {
    state.PauseTiming();
    planned.next();
    const std::vector<usage> all = planned.in_order();
    state.ResumeTiming();
    out.events.begin(0, 1, planned.from(), planned.until(), 1);
    for (const usage& used : all) {
      while (core.next_due() <= used.order.at) core.turn(core.next_due(), out);
      benchmark::DoNotOptimize(core.use(used, out));
    }
    benchmark::DoNotOptimize(out.events.finish(0, core.now()));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(debits_per_epoch));
}
BENCHMARK(in_order)->Name("merge/in_order/agents")->Arg(1)->Arg(4)->Arg(64);

}  // namespace
