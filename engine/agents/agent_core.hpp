// What one agent wants to do next: its side of the pull protocol, pure.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/world/stimuli.hpp"
#include "engine/world/world.hpp"

namespace drawdown {

// An account asks an agent what it wants to do in [from, until).
struct want {
  std::uint32_t epoch = 0;
  std::uint32_t chunk = 0;  // from 0 within the epoch
  instant from;
  instant until;
  std::uint32_t at_most = 1;  // usages in the answer
  std::vector<news> heard;    // outcomes it asked to hear of, since the last want
};

// The state of an agent's source. A value: the same state and the same wants give the same plans.
class agent_core {
 public:
  agent_core(std::shared_ptr<const world> in, account_index account, agent_index agent);

  // The next items before `until`, at most `at_most` of them, and the promise that goes with them.
  plan answer(const want& asked);

 private:
  plan from_timeline(const timeline_source& source, const want& asked);
  plan from_draws(const drawn_source& source, const want& asked);
  usage drawn_usage(const drawn_source& source, std::uint64_t number) const;
  void hear(const drawn_source& source, const news& heard);

  std::shared_ptr<const world> world_;
  account_index account_ = 0;
  agent_index agent_ = 0;
  std::uint64_t entity_ = 0;  // of its draws: a hash of its name path
  std::uint64_t next_ = 0;    // position in the timeline, or the number of the next draw
  instant paused_until_;      // nothing is drawn before
};

}  // namespace drawdown
