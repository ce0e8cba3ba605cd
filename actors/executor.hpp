// Runs actors in one of two forms: on threads, or on one thread where a seed picks the next actor.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "actors/compat.hpp"
#include "actors/protocol.hpp"

namespace drawdown::actors {

// Owns an actor system. All actors must have ended, or be let go, before it is destroyed.
class executor {
 public:
  // `schedule`: the seed that picks the next actor; nothing: `threads` threads.
  executor(unsigned threads, std::optional<std::uint64_t> schedule);
  ~executor();
  executor(const executor&) = delete;
  executor& operator=(const executor&) = delete;

  caf::actor_system& system();
  bool is_deterministic() const { return schedule_.has_value(); }

  // Deterministic form: lets actors act until `finished` says so; false where nobody has anything to do
  // before that.
  bool run_until(const std::function<bool()>& finished);

  // Deterministic form: lets actors act until nobody has anything to do.
  void drain();

 private:
  struct parts;
  bool step();
  std::uint64_t next_draw();

  std::optional<std::uint64_t> schedule_;
  std::uint64_t draws_ = 0;
  std::unique_ptr<parts> parts_;
};

}  // namespace drawdown::actors
