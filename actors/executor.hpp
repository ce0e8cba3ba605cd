// Runs actors in one of two forms: on threads, or on one thread where a seed picks the next actor.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "actors/compat.hpp"
#include "actors/protocol.hpp"
#include "actors/run.hpp"

namespace drawdown::actors {

// Owns an actor system. All actors must have ended, or be let go, before it is destroyed.
class executor {
 public:
  // `schedule`: the seed that picks the next actor, by `priorities` where there are; nothing: `threads`
  // threads.
  executor(unsigned threads, std::optional<std::uint64_t> schedule,
           const std::optional<priority_schedule>& priorities = std::nullopt);
  ~executor();
  executor(const executor&) = delete;
  executor& operator=(const executor&) = delete;

  caf::actor_system& system();
  bool is_deterministic() const { return schedule_.has_value(); }

  // Deterministic form: lets actors act until `finished` says so; false where nobody has anything to do
  // before that.
  bool run_until(const std::function<bool()>& finished);

  // Deterministic form: how many messages were handled.
  std::uint64_t steps() const { return steps_; }

  // Deterministic form: lets actors act until nobody has anything to do.
  void drain();

 private:
  struct parts;
  bool step();
  std::size_t next_among(std::size_t ready);
  std::uint64_t next_draw();
  std::size_t highest_priority();

  std::optional<std::uint64_t> schedule_;
  std::uint64_t draws_ = 0;
  std::uint64_t steps_ = 0;
  struct ranks;
  std::unique_ptr<ranks> ranks_;  // null: a random walk
  std::unique_ptr<parts> parts_;
};

}  // namespace drawdown::actors
