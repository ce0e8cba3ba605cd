// The usage of an agent that follows its habits: drawn one by one, in the order of time.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/draws/stream.hpp"
#include "engine/population/habits.hpp"
#include "engine/world/world.hpp"

namespace drawdown::population {

// A value. Each use draws by the agent's path of names and its meter's, so no use moves another one's draws.
class habitual_agent {
 public:
  habitual_agent(const world& in, account_index account, agent_index agent, const customer_habits& habits);

  // When the next usage is; never behind the last.
  instant next_at() const { return next_at_; }

  // The next usage, which there must be. The habits are those that the agent was made of.
  usage take(const customer_habits& habits);

 private:
  // How far one use has come.
  struct progress {
    std::uint64_t entity = 0;
    std::uint64_t passed =
        0;  // of its rhythm: before the agent began or the last one; 32 bits behind the point
    std::uint64_t number = 0;  // of the next one
    instant at = instant::never();
    std::uint32_t step = 0;  // of its rhythm
  };

  void go_to_next(const habitual_usage& of, progress& use) const;
  void choose_next(const customer_habits& habits);

  stream draws_;
  agent_index agent_;
  std::vector<progress> uses_;  // as the habits have them
  std::size_t next_ = 0;        // the use that comes next
  std::uint64_t sequence_ = 0;  // of its usages
  instant next_at_ = instant::never();
};

}  // namespace drawdown::population
