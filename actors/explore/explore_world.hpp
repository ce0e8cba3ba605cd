// Runs a world twice, in two ways that are as unlike as may be, with everything that can notice a mistake
// switched on, and says whether one was noticed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "actors/run.hpp"
#include "engine/worldgen/faults.hpp"

namespace drawdown::explore {

enum class failure_kind : std::uint8_t {
  ledgers_differ,    // the fast ledger and the reference ledger say different things
  invariant_broken,  // of R14
  does_not_repeat,   // the two runs left different events or states (R14.7)
  defect,            // a run stalled, or an actor kept dying
  language,          // the world is not the same after it was written as a scenario and loaded
};
// "the ledgers differ", in words of messages; `ledgers_differ`, of documents.
std::string_view words_for(failure_kind kind);
std::string_view name_of(failure_kind kind);

// What was noticed.
struct failure {
  failure_kind kind = failure_kind::defect;
  std::string rule;  // `R14.2`, of an invariant
  std::optional<account_index> account;
  instant at;
  std::string message;
  run_options how{};                   // the run that showed it
  std::optional<run_options> first{};  // where two runs differ, the other

  // Whether two failures are of one kind: the same judge objects for the same rule.
  bool is_like(const failure& other) const { return kind == other.kind && rule == other.rule; }
};

// What a judge objected to, in a run that was made so.
failure failure_of(const disagreement& said, const run_options& how);

// What is wrong with one run by itself, that was made so; nothing where nothing is.
std::optional<failure> failure_in(const run_outcome& outcome, const run_options& how);

// What two runs of a world came to.
struct explored_world {
  std::optional<failure> failed;
  std::uint64_t digest = 0;  // of all events and states
  std::uint64_t events = 0;  // of a run
  std::uint64_t runs = 0;
  std::uint64_t messages = 0;       // handled, in runs on one thread
  std::uint64_t restarts = 0;       // of actors that died, in runs on one thread
  worldgen::fault_counts faults{};  // that happened
};

// Runs `in` as the seed says.
explored_world explore_world(const std::shared_ptr<const world>& in, std::uint64_t seed);

// Runs `in` in these two ways.
std::optional<failure> failure_of(const std::shared_ptr<const world>& in, const run_options& first,
                                  const run_options& second);

}  // namespace drawdown::explore
