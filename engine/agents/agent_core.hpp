// What one agent wants to do next: its side of the pull protocol, pure.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/draws/stream.hpp"
#include "engine/world/stimuli.hpp"
#include "engine/world/world.hpp"

namespace drawdown {

// An account asks an agent what it wants to do in [from, until).
struct want {
  std::uint32_t epoch = 0;
  std::uint32_t chunk = 0;  // from 0 within the epoch
  instant from;
  instant until;
  std::uint32_t at_most = 1;  // usages and steps in the answer
  std::vector<news> heard;    // outcomes it asked to hear of, since the last want
};

// The state of an agent's source. A value: the same state and the same wants give the same plans.
class agent_core {
 public:
  // An agent whose arrivals are not spread over days hears of no refusal, and so can't pause after one.
  agent_core(std::shared_ptr<const world> in, account_index account, agent_index agent);

  // The next items before `until`, at most `at_most` of them, and the promise that goes with them.
  plan answer(const want& asked);

  // After the last plan of an epoch: nothing of this agent is before.
  instant next_at() const;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.next_, self.paused_until_, self.coming_, self.behind_it_);
  }

 private:
  // A time since the start of the run.
  struct time_of_arrival {
    std::uint64_t microseconds = 0;
    std::uint64_t picoseconds = 0;  // below a microsecond
    void add(arrival_gap gap);

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.microseconds, self.picoseconds);
    }
  };

  const usage_source& source() const { return world_->accounts[account_].agents[agent_].source; }
  plan from_timeline(const timeline_source& source, const want& asked);
  plan from_draws(const drawn_source& source, const want& asked);
  instant drawn_moment(const drawn_source& source, std::uint64_t number) const;
  usage drawn_usage(const drawn_source& source, std::uint64_t number, instant at) const;
  void hear(const drawn_source& source, const news& heard);

  plan from_arrivals(const drawn_source& source, const want& asked);
  instant arrival_at(const drawn_source& source) const;
  void tell_arrival(const drawn_source& source, instant at, plan& told) const;
  void go_on(const drawn_source& source);
  arrival_gap drawn_gap(const drawn_source& source, std::uint64_t thing) const;

  std::shared_ptr<const world> world_;
  account_index account_ = 0;
  agent_index agent_ = 0;
  std::uint64_t entity_ = 0;  // of its draws: a hash of its name path
  std::uint64_t next_ = 0;    // position in the timeline, or the number of what is drawn next
  instant paused_until_;      // nothing is drawn before

  time_of_arrival coming_;  // of what is drawn next, where one arrival follows another
  arrival_gap behind_it_;   // from it to the arrival after it
};

}  // namespace drawdown
