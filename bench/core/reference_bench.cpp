// The judge over the debits of the fast core, alone and with the comparison of both.
#include <benchmark/benchmark.h>

#include "bench/support/costs.hpp"
#include "bench/support/hot_account.hpp"
#include "engine/audit/audit.hpp"

using namespace drawdown;

namespace {

// So many debits an epoch, as one message of an agent hands them over.
constexpr std::uint64_t debits_per_epoch = 4096;

// An account's epochs, one after the other: what was asked for, and what the fast core made of it.
class epochs {
 public:
  epochs() {
    out_.events.begin(0, 1, in_->start, in_->end, 1);
    core_.begin(out_);
  }

  const std::shared_ptr<const world>& in() const { return in_; }
  const epoch_stimuli& stimuli() const { return stimuli_; }
  const record::bytes& block() const { return block_; }

  void next() {
    auto told = std::make_shared<plan>();
    for (std::uint64_t i = 0; i < debits_per_epoch; ++i)
      told->items.push_back(bench::next_usage(*in_, ++number_, effect_key::space::agent));
    stimuli_.from = stimuli_.epoch == 0 ? in_->start : stimuli_.until;
    stimuli_.until = told->items.back().order.at.next();
    ++stimuli_.epoch;
    told->complete_until = stimuli_.until;
    if (stimuli_.epoch > 1) out_.events.begin(0, stimuli_.epoch, stimuli_.from, stimuli_.until, events_ + 1);
    for (const usage& used : told->items) {
      while (core_.next_due() <= used.order.at) core_.turn(core_.next_due(), out_);
      core_.use(used, out_);
    }
    events_ += out_.events.event_count();
    block_ = out_.events.finish(core_.digest(stimuli_.until), core_.now());
    stimuli_.plans = {std::move(told)};
  }

 private:
  std::shared_ptr<const world> in_ = bench::hot_accounts(3);
  account_core core_{in_, 0};
  effects out_;
  epoch_stimuli stimuli_;
  record::bytes block_;
  std::uint64_t number_ = 0;
  std::uint64_t events_ = 0;
};

// Times `judge` over epoch after epoch, and before that counts what it allocates once it is warm.
template <class Judge>
void judge_epochs(benchmark::State& state, Judge judge) {
  epochs worked;
  auto of = judge(worked.in());
  for (int warm = 0; warm < 4; ++warm) {
    worked.next();
    bench::count_allocations(state, "debit", debits_per_epoch, [&] { of(worked); });
  }
  for (auto _ : state) {
    state.PauseTiming();
    worked.next();
    state.ResumeTiming();
    if (!of(worked)) state.SkipWithError("the ledgers disagree");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(debits_per_epoch));
}

// The reference ledger alone.
void reference_alone(benchmark::State& state) {
  judge_epochs(state, [](const std::shared_ptr<const world>& in) {
    return [judge = reference::ledger(in, 0)](const epochs& of) mutable {
      const auto said = judge.run_epoch(of.stimuli());
      return !said.difference && said.events.size() >= debits_per_epoch;
    };
  });
}
BENCHMARK(reference_alone)->Name("debit/reference")->Iterations(100);

// The whole verdict: the reference ledger, its events against those of the block, the invariants.
void whole_verdict(benchmark::State& state) {
  judge_epochs(state, [](const std::shared_ptr<const world>& in) {
    return [in, judged = audit_state(in, 0)](const epochs& of) mutable {
      return !audit_epoch(*in, judged, of.stimuli(), of.block(), verification::full);
    };
  });
}
BENCHMARK(whole_verdict)->Name("debit/verdict")->Iterations(100);

}  // namespace
