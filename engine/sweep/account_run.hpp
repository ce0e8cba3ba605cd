// Runs one account in a plain loop, without actors: its agents and gateways are asked directly. What the
// sweep tries its variants with, the floor that benchmarks hold the actors against, and a tool of tests.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/account/visit.hpp"
#include "engine/agents/agent_core.hpp"
#include "engine/audit/audit.hpp"
#include "engine/payments/gateway_core.hpp"

namespace drawdown::sweep {

// One account, its agents, and what the judge keeps of it.
class account_run {
 public:
  account_run(std::shared_ptr<const world> in, account_index index)
      : world_(std::move(in)),
        index_(index),
        core_(world_, index),
        judged_(world_, index),
        reached_(world_->start) {
    for (agent_index a = 0; a < spec().agents.size(); ++a) agents_.emplace_back(world_, index, a);
  }

  // Works until before `until`, with chunks of that size; the events are added to `events()`.
  void work(instant until, std::uint32_t chunk = 512) {
    work_without_events(until, chunk);
    const auto view = record::block_view::open(block_);
    const auto added = view.value().events().value();
    events_.insert(events_.end(), added.begin(), added.end());
    state_digest_ = view->header().state_digest;
  }

  // The same, and only the last block is kept.
  void work_without_events(instant until, std::uint32_t chunk = 512) {
    visit_order order;
    order.epoch = ++epoch_;
    order.from = reached_;
    order.until = until;
    order.chunk = chunk;
    order.first_number = events_.size() + 1;
    visit work(core_, spec(), order);
    while (std::visit([&](const auto& need) { return fetch(work, need); }, work.advance())) {
    }
    block_ = work.commit();
    stimuli_ = work.stimuli();
    counts_ = work.counts();
    reached_ = until;
  }

  // Works the whole run.
  void work_all(std::uint32_t chunk = 512) { work(world_->end.next(), chunk); }
  void work_without_events() { work_without_events(world_->end.next()); }

  // Holds the last epoch against the reference ledger and the invariants.
  std::optional<disagreement> audit() {
    return audit_epoch(*world_, judged_, stimuli_, block_, verification::full);
  }

  const std::vector<event>& events() const { return events_; }
  const record::bytes& block() const { return block_; }
  const epoch_stimuli& stimuli() const { return stimuli_; }
  const visit_counts& counts() const { return counts_; }
  std::uint64_t state_digest() const { return state_digest_; }
  figures now() const { return core_.now(); }
  instant reached() const { return reached_; }
  const account_core& core() const { return core_; }
  const audit_state& judged() const { return judged_; }

 private:
  const account_spec& spec() const { return world_->accounts[index_]; }

  bool fetch(visit& work, const plan_needed& need) {
    work.give(std::make_shared<const plan>(agents_[need.agent].answer(need.asked)));
    return true;
  }
  bool fetch(visit& work, const script_needed& need) {
    work.give(std::make_shared<const script>(gateway_script(*world_, index_, need.asked)));
    return true;
  }
  bool fetch(visit&, const crash_reached&) { return true; }
  bool fetch(visit&, const planned_crash_reached&) { throw defect("no crash is planned in a plain run"); }
  bool fetch(visit&, const visit_finished&) { return false; }

  std::shared_ptr<const world> world_;
  account_index index_;
  account_core core_;
  std::vector<agent_core> agents_;
  audit_state judged_;
  instant reached_;
  std::uint32_t epoch_ = 0;
  std::vector<event> events_;
  record::bytes block_;
  epoch_stimuli stimuli_;
  visit_counts counts_;
  std::uint64_t state_digest_ = 0;
};

}  // namespace drawdown::sweep
