// The unmerged stimuli of an epoch, handed out one by one in the order of R2.4 G, H and I.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/world/stimuli.hpp"
#include "engine/world/world.hpp"

namespace drawdown::reference {

// The next thing that arrives: a step of the timeline or of an agent, or a usage of an agent or of a row.
struct arrival {
  const command* step = nullptr;
  const usage* used = nullptr;
};

// Merges commands and plans, and holds the agents to their promises: what breaks one is left out and
// complained of.
class arrivals {
 public:
  // Refers to the stimuli, which must stay.
  arrivals(const epoch_stimuli& stimuli, const world& in, account_index account);

  // When the next one arrives; never, if none is left.
  instant next_at() const;

  // Takes the next one. After a usage `heard` must be told before the next.
  arrival take();

  // What became of the usage that was taken last: an outcome that halts its agent's plan voids the rest of
  // it.
  void heard(outcome result);

  // Looks whether every agent told its usage up to the end of the epoch; answers the first broken promise.
  std::optional<std::string> complaint_at_end();

 private:
  // The plans of one agent, and how far they are read.
  struct lane {
    agent_index agent = 0;
    std::vector<const plan*> plans;
    std::size_t at_plan = 0;
    std::size_t at_item = 0;
    std::size_t at_step = 0;         // among the plan's steps
    instant told_until;              // what comes before this instant was told
    std::optional<turn_order> last;  // of what was taken of it
  };
  static constexpr std::size_t the_steps = SIZE_MAX;
  static constexpr std::size_t the_rows = SIZE_MAX - 1;

  void settle(lane& l);
  bool keeps_promise(const lane& l, const plan& p, const turn_order& order) const;
  static bool step_is_next(const lane& l);
  static const turn_order& next_order(const lane& l);
  static void next_plan(lane& l);
  void settle_steps();
  void settle_rows();
  void choose();
  void complain(std::string what);

  const epoch_stimuli& stimuli_;
  const account_spec& account_;
  std::vector<lane> lanes_;
  std::size_t at_step_ = 0;
  std::optional<turn_order> last_step_;
  std::size_t at_row_ = 0;
  std::optional<turn_order> last_row_;
  std::optional<turn_order> next_;     // of what comes next
  std::size_t next_from_ = the_steps;  // the lane that it comes from
  bool is_heard_ = true;               // what became of the usage that was taken last
  std::optional<std::string> complaint_;
};

}  // namespace drawdown::reference
