// What the events of one account say of its subscription, and of the usage period that follows it (R8, R2.6).
#pragma once

#include <optional>

#include "engine/world/event.hpp"
#include "engine/world/world.hpp"

namespace drawdown::reports {

class subscription_history {
 public:
  subscription_history(const world& in, account_index account);

  // As it stands after the last event, what was asked for and acts later among it.
  const subscription_figures& now() const { return now_; }
  // As it stood before the last subscription event.
  const subscription_figures& before() const { return before_; }
  // The plan that was asked for last; no_plan before any was.
  plan_index asked_for() const { return asked_for_; }

  // Whether a usage period ended at or before `at` by the calendar: to be asked before each event.
  bool turns(instant at);

  // -- Take an event in. `step` is what a command answers, null where nobody knows it.
  void take(instant at, const command_event& answer, const command* step);
  void take(const charge_event& charge) { costs(charge.of); }
  void take(const invoice_event& invoice);
  void take(const figures_event& seen);
  // Whether the usage period begins anew with it (R2.6).
  bool take(instant at, const subscription_event& change);

 private:
  const plan_terms& terms_of(plan_index plan) const { return in_.catalog.plans.at(plan); }
  bool is_running() const;
  bool is_per_user() const;
  void subscribes(instant at, const subscribe_command& asked);
  void changes_plan(instant at, const change_plan_command& asked);
  void changes_users(const seat_command& asked);
  void costs(payment_for what);
  bool restarts(const subscription_event& change) const;
  void move_anchor(instant at, const subscription_event& change);
  instant end_of_month(instant at) const;
  instant next_turn_after(instant at) const;

  const world& in_;
  const account_spec& spec_;
  const zone_table& zone_;
  subscription_figures now_;
  subscription_figures before_;
  plan_index asked_for_ = no_plan;
  std::optional<subscription_figures> unless_it_costs_;  // before a change that acts only once it is paid for
  instant anchor_;                                       // of the cycles (R2.2)
  bool is_trial_ = false;                                // the cycle that runs, or will first
  instant cycle_begun_;
  instant changed_at_;  // when the last change of plan was asked for
  instant next_turn_;
};

}  // namespace drawdown::reports
