// What paces a run: when epochs begin and how far they go, and when it is enough. For load; other runs have
// none. Wall time goes no further than this: no outcome depends on where epochs end or how long they were
// waited for.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>

#include "engine/time/instant.hpp"
#include "engine/world/names.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown {

// What an account did in an epoch: verified, if the run is, and about to be written.
struct answered_epoch {
  account_index account = 0;
  std::uint64_t usages = 0;
  std::uint64_t charged = 0;     // of them
  std::uint64_t plan_steps = 0;  // of agents: holds and what ends them, top-ups
  std::uint64_t events = 0;
  std::uint64_t block_bytes = 0;
  std::span<const std::shared_ptr<const plan>> plans;  // what its agents told
};

// Asked and told by one actor at a time.
class run_pace {
 public:
  run_pace() = default;
  run_pace(const run_pace&) = delete;
  run_pace& operator=(const run_pace&) = delete;
  virtual ~run_pace() = default;

  // Where the epoch that begins at `from` ends; after `from`.
  virtual instant end_of_epoch(instant from) = 0;

  // How long to wait before the epoch until `until` is worked; asked again then. Zero: it begins now.
  virtual std::chrono::nanoseconds wait(instant until) = 0;

  // It begins.
  virtual void begins() = 0;

  // An account has worked it.
  virtual void answers(const answered_epoch& what) = 0;

  // All accounts have.
  virtual void ends(instant until) = 0;

  // Whether it is enough: accounts that are open are worked to the epoch's end, no other is opened.
  virtual bool is_enough() = 0;
};

}  // namespace drawdown
