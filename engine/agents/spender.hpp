// How one agent may spend the credit of its account: policy, limit, and whether it is stopped (R5.2–R5.4).
#pragma once

#include <algorithm>
#include <optional>

#include "engine/lots/lot.hpp"
#include "engine/units/credits.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown {

// The account's side of an agent. `stopped` and `lifted` matter only under the policy `stop`.
struct spender {
  user_index user = no_user;  // whom it acts for (R5.5)
  when_exhausted policy = when_exhausted::use_balance;
  std::optional<credits> monthly_limit;
  credits spent;         // since the usage period began, from any lot (R5.3)
  credits held;          // in its open holds, whenever they were placed (R5.3)
  bool stopped = false;  // the plan is exhausted for it (R5.2)
  bool lifted = false;   // a person's top-up ended the stop, until the next cycle begins (R5.2)

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.user, self.policy, self.monthly_limit, self.spent, self.held, self.stopped, self.lifted);
  }

  // Which lots it may spend now.
  spendable may_spend() const {
    return policy == when_exhausted::stop && !lifted ? spendable::without_paid : spendable::all;
  }

  // What counts towards the limit (R5.3).
  credits counted() const;

  // How a debit splits: up to the limit over all lots, beyond it from the wallet alone (R5.3).
  struct split {
    credits within;
    credits beyond;
  };
  split split_at_limit(credits cost) const;

  // Whether a debit of `cost` would pass the limit of an agent that stops there (R5.3).
  bool stops_at_limit(credits cost) const;

  // Nothing but paid credit is left (R5.2).
  void note_nothing_left() {
    if (policy == when_exhausted::stop && !lifted) stopped = true;
  }

  // Usage of the present period was given back, wholly or in part (R5.3).
  void give_back(credits amount) { spent = std::max(credits{}, spent - amount); }

  // A new usage period began: the count restarts, and a stop ends with the old cycle (R5.2, R5.4).
  void begin_period();

  // Somebody changed the policy or the limit (R5.4).
  void change(const set_agent_command& change);

  // A top-up that a person asked for succeeded (R5.2).
  void note_top_up();

  // Plan or add-on credit was added (R5.2).
  void note_plan_credit() { stopped = false; }
};

}  // namespace drawdown
