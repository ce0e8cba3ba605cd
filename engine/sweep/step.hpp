// The steps of an account: what its timeline and its rows of usage files bring it, as a list that can be
// changed and put back into its declaration.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/world/world.hpp"

namespace drawdown::sweep {

using step_index = std::size_t;  // position among the steps of an account
inline constexpr step_index no_step = SIZE_MAX;

// One step. Expectations and crashes are none: they do nothing to an account.
struct step {
  turn_order order;
  effect_key key;                 // of a notice: of the payment that it is about
  agent_index holder = no_agent;  // the agent whose timeline holds it; nobody's stands among the commands
  std::size_t position = 0;       // there
  const command* does = nullptr;  // of a command
  const usage* uses = nullptr;    // of usage, whoever's it is

  // Whether it stands in the timeline: a row of a file arrives when it arrives (R2.9).
  bool can_move() const { return order.in == turn_order::phase::timeline; }
};

// The steps of an account in the order of R2.4. They point into `of`.
std::vector<step> steps_of(const account_spec& of);

// What one variant changes: some steps come elsewhere in the order of R2.4. Empty: the base.
using changes = std::vector<std::pair<step_index, turn_order>>;

// The declaration with these changes made.
account_spec changed(const account_spec& of, const std::vector<step>& steps, const changes& made);

}  // namespace drawdown::sweep
