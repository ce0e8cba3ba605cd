// Runs a world with actors and keeps what it left, by account: the same run must leave the same, however it
// was run.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "actors/run.hpp"
#include "engine/record/block.hpp"

namespace drawdown::test {

// Keeps all blocks in memory.
class kept_blocks : public block_sink {
 public:
  result<void> write(std::span<const std::byte> block) override {
    blocks.emplace_back(block.begin(), block.end());
    return {};
  }
  std::vector<record::bytes> blocks;
};

// What a run left: the events and the last state's digest of every account.
struct traces {
  std::vector<std::vector<event>> events;
  std::vector<std::uint64_t> state_digests;
  friend bool operator==(const traces&, const traces&) = default;
};

struct actor_run {
  traces left;
  run_outcome outcome;
  std::vector<record::bytes> blocks;
};

// The events of each account, its blocks put in order.
inline std::vector<std::vector<event>> events_by_account(std::size_t accounts,
                                                         const std::vector<record::bytes>& blocks) {
  std::vector<record::block_view> views;
  for (const auto& block : blocks) views.push_back(record::block_view::open(block).value());
  std::sort(views.begin(), views.end(),
            [](const auto& a, const auto& b) { return a.header().epoch < b.header().epoch; });
  std::vector<std::vector<event>> events(accounts);
  for (const auto& view : views) {
    auto& of_account = events.at(view.header().account);
    ensure(view.header().first_number == of_account.size() + 1, "the numbers of an account's events go on");
    const auto added = view.events().value();
    of_account.insert(of_account.end(), added.begin(), added.end());
  }
  return events;
}

inline actor_run run_with_actors(const std::shared_ptr<const world>& in, const run_options& options) {
  kept_blocks sink;
  actor_run done;
  done.outcome = run(in, options, sink);
  done.left = {events_by_account(in->accounts.size(), sink.blocks), done.outcome.state_digests};
  done.blocks = std::move(sink.blocks);
  return done;
}

// What is wrong with a run that should have been fine; empty where nothing is.
inline std::string complaint(const run_outcome& outcome) {
  if (outcome.defect) return "defect: " + *outcome.defect;
  if (outcome.sink_error) return "sink: " + outcome.sink_error->message;
  if (!outcome.disagreements.empty()) return outcome.disagreements.front().message;
  return {};
}

}  // namespace drawdown::test
