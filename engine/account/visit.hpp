// One visit of an account: it works all stimuli of an epoch in the order of R2.4, and says what it needs from
// others to go on. Pure: whoever holds the visit (an actor, a test, a plain loop) fetches what is needed and
// gives it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "engine/account/account_core.hpp"
#include "engine/agents/agent_core.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown {

// What a visit is to work.
struct visit_order {
  std::uint32_t epoch = 0;
  instant from;
  instant until;                                 // not part of it
  std::uint32_t chunk = 512;                     // usages an agent is asked for, at most
  std::uint64_t first_number = 1;                // of the first event
  std::uint32_t crashes_to_skip = 0;             // crash steps of this epoch that have happened already
  std::uint64_t crash_before_step = UINT64_MAX;  // of this visit, from 0: a crash that a test planned
  fed_rows rows = {};                            // of bulk files, all that arrive in the epoch
  bool keeps_plans = true;  // among the stimuli, until the visit ends: somebody asks for them
};

// The next chunk of an agent's plan is needed.
struct plan_needed {
  agent_index agent = 0;
  want asked;
};
// What a gateway says to a charge is needed.
struct script_needed {
  charge asked;
};
// A crash step was reached: it is for the actors, the account goes on as if nothing were.
struct crash_reached {
  crash_command crash;
};
// The step before which a test wants the account's actor to die was reached.
struct planned_crash_reached {};
// Nothing is left to do before `until`.
struct visit_finished {};

using visit_need =
    std::variant<plan_needed, script_needed, crash_reached, planned_crash_reached, visit_finished>;

// What a visit has done, for reports of work.
struct visit_counts {
  std::uint64_t usages = 0;
  std::uint64_t charged = 0;
  std::uint64_t plan_steps = 0;  // of agents: holds and what ends them, top-ups
  std::uint64_t steps = 0;       // stimuli worked: turns, steps, usages, charges
};

class visit {
 public:
  // `of` is moved by the visit and must outlive it.
  visit(account_core& of, const account_spec& spec, const visit_order& order);

  // Works until something is needed. Call again after it was given.
  visit_need advance();

  // Gives what was needed.
  void give(std::shared_ptr<const plan> answered);
  void give(std::shared_ptr<const script> answered);

  // After `visit_finished`: the commit block, and the stimuli it was made of.
  record::bytes commit();
  const epoch_stimuli& stimuli() const { return stimuli_; }
  epoch_stimuli hand_over_stimuli() { return std::move(stimuli_); }
  std::uint64_t event_count() const { return effects_.events.event_count(); }
  const visit_counts& counts() const { return counts_; }

 private:
  // The account's view of one agent: its plan in hand, and how far its promise reaches.
  struct agent_view {
    std::shared_ptr<const plan> current;
    std::size_t next = 0;       // usage of the plan
    std::size_t next_step = 0;  // step of it
    instant promise;            // every item before is told
    instant resume;             // where the next want begins
    std::uint32_t chunk = 0;
    std::vector<news> heard;

    const usage* next_usage() const {
      return current && next < current->items.size() ? &current->items[next] : nullptr;
    }
    const command* next_step_of_plan() const {
      return current && next_step < current->steps.size() ? current->steps[next_step].get() : nullptr;
    }
    bool usage_is_next() const {
      const command* const step = next_step_of_plan();
      return step == nullptr || (next_usage() != nullptr && next_usage()->order < step->order);
    }
    // The earlier of the next usage and the next step, or null.
    const turn_order* head() const {
      const command* const step = next_step_of_plan();
      if (step != nullptr && !usage_is_next()) return &step->order;
      const usage* const used = next_usage();
      return used != nullptr ? &used->order : nullptr;
    }
  };

  // Where the next item of an agent's plan stands.
  struct agent_head {
    turn_order order;
    agent_index agent = 0;
    friend auto operator<=>(const agent_head&, const agent_head&) = default;
  };

  const usage* next_row() const {
    return order_.rows && next_row_ < order_.rows->size() ? &(*order_.rows)[next_row_] : nullptr;
  }
  const turn_order* earliest_item();
  agent_index lowest_promise() const;
  plan_needed ask(agent_index agent);
  void work_row();
  void work_item(agent_index agent);
  void work_usage(agent_view& view);
  void note_head(agent_index agent);
  void renew_first_head();
  void work_step(const command& step);
  visit_need work_command();

  account_core& account_;
  visit_order order_;
  effects effects_;
  epoch_stimuli stimuli_;
  std::vector<agent_view> agents_;
  std::vector<agent_head> heads_;  // a heap, the earliest in front; an agent without an item is not in it
  std::size_t next_command_ = 0;   // of stimuli_.commands
  std::size_t next_row_ = 0;       // of order_.rows
  std::uint32_t crashes_seen_ = 0;
  agent_index earliest_agent_ = no_agent;  // whose item is the earliest; no_agent: nobody's
  bool row_is_earliest_ = false;           // else it is a command, if it is nobody's
  instant least_promise_;
  visit_counts counts_;
};

}  // namespace drawdown
