// Runs the fast core over a test's world, with a gateway that says what the test lets it say. Every example
// is heard by the reference ledger too: that the two differ fails the test.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/account/visit.hpp"
#include "engine/agents/agent_core.hpp"
#include "engine/audit/audit.hpp"
#include "tests/engine/reference/judge.hpp"

namespace Catch {
template <>
struct StringMaker<drawdown::slice> {
  static std::string convert(const drawdown::slice& s) {
    return drawdown::to_string(s.amount) + " from lot " + std::to_string(s.lot);
  }
};
}  // namespace Catch

namespace drawdown::test {

// One account's core with its agents, visited epoch by epoch.
class account_run {
 public:
  account_run(std::shared_ptr<const world> in, gateway answers)
      : in_(std::move(in)),
        answers_(std::move(answers)),
        core_(in_, 0),
        judged_(in_, 0),
        reached_(in_->start) {
    for (agent_index a = 0; a < in_->accounts[0].agents.size(); ++a) agents_.emplace_back(in_, 0, a);
  }

  void work(instant until, std::uint32_t chunk = 512) {
    visit_order order;
    order.epoch = ++epoch_;
    order.from = reached_;
    order.until = until;
    order.chunk = chunk;
    order.first_number = said_.events.size() + 1;
    visit working(core_, in_->accounts[0], order);
    while (std::visit([&](const auto& need) { return fetch(working, need); }, working.advance())) {
    }
    block_ = working.commit();
    const auto found = audit_epoch(*in_, judged_, working.stimuli(), block_, verification::full);
    if (found) FAIL(found->message);
    const auto added = record::block_view::open(block_).value().events().value();
    said_.events.insert(said_.events.end(), added.begin(), added.end());
    said_.at_end = core_.now();
    reached_ = until;
  }

  const verdict& said() const { return said_; }
  record::block_header header() const { return record::block_view::open(block_).value().header(); }

 private:
  bool fetch(visit& working, const plan_needed& need) {
    working.give(std::make_shared<const plan>(agents_[need.agent].answer(need.asked)));
    return true;
  }
  bool fetch(visit& working, const script_needed& need) {
    said_.charges.push_back(need.asked);
    working.give(std::make_shared<const script>(script_of(need.asked, answers_(need.asked))));
    return true;
  }
  bool fetch(visit&, const crash_reached&) { return true; }
  bool fetch(visit&, const planned_crash_reached&) { throw defect("no crash is planned here"); }
  bool fetch(visit&, const visit_finished&) { return false; }

  std::shared_ptr<const world> in_;
  gateway answers_;
  account_core core_;
  std::vector<agent_core> agents_;
  audit_state judged_;
  instant reached_;
  std::uint32_t epoch_ = 0;
  record::bytes block_;
  verdict said_;
};

// What happened in the whole run of a world's first account.
inline verdict run(const std::shared_ptr<const world>& in, const gateway& answers = by_card) {
  account_run all(in, answers);
  all.work(in->end.next());
  return all.said();
}
inline verdict run(const world_builder& w, const gateway& answers = by_card) {
  return run(w.build(), answers);
}

// What a usage took, lot by lot.
inline std::vector<slice> slices_of(const verdict& said, std::size_t nth) {
  return said.all<usage_event>().at(nth).slices;
}

}  // namespace drawdown::test
