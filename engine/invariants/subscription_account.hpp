// The subscription as the events of an account tell of it (R8): when its cycle and the usage period turn
// (R2.6), written apart from both ledgers.
#pragma once

#include <map>
#include <optional>
#include <utility>

#include "engine/invariants/breach.hpp"
#include "engine/time/zone.hpp"
#include "engine/world/event.hpp"
#include "engine/world/world.hpp"

namespace drawdown::invariants {

class subscription_account {
 public:
  subscription_account(const world& in, account_index account);

  // As it was told last.
  const subscription_figures& now() const { return now_; }
  // Whether a plan is in force (R8.3).
  bool is_in_force() const { return is_in_force(now_); }
  // The plan in force by the catalog of that instant; null where there is none.
  const plan_terms* plan_at(instant t) const;
  // When the cycle ends; never where none is in force.
  instant cycle_end() const { return is_in_force() ? now_.renews : instant::never(); }

  // The usage period (R2.6): when the present one began, and when it ends. Never where that is said by the
  // turn of the cycle, which comes at the same instant.
  instant period_begin() const { return period_begin_; }
  instant period_end() const { return period_end_; }
  // The usage period is over.
  void turn_period();

  // A step was accepted that the next cycle counts from.
  void accept(instant at, const subscribe_command& asked);
  void accept(instant at, const effect_key& key, const change_plan_command& asked);
  // What was told, and the key of the payment that it names, if it names one. Whether counts begin anew with
  // it, as they do where a usage period begins out of turn.
  bool see(instant at, const subscription_event& e, const std::optional<effect_key>& paid);

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.now_, self.asked_, self.asked_at_, self.changes_, self.last_change_, self.anchor_,
            self.is_trial_, self.period_begin_, self.period_end_);
  }

 private:
  static bool is_in_force(const subscription_figures& s) {
    return s.state == subscription_state::active || s.state == subscription_state::past_due;
  }
  bool begin_period(instant at);
  instant end_of_period_after(instant t) const;
  instant nth_boundary(std::int32_t n, const span_of_time& every) const;
  // The number of the first boundary of a length after `t`, counted from the anchor.
  std::int32_t first_after(instant t, const span_of_time& every) const;
  void begin();
  void turn(instant at, const subscription_figures& before);
  // The change that was accepted at that instant, if one was.
  std::optional<effect_key> accepted_at(instant at) const;
  bool change(const std::optional<effect_key>& step, instant at, const subscription_figures& before);
  const span_of_time& length_of(plan_index plan) const { return world_->catalog.plans.at(plan).every; }

  const world* world_;
  account_index account_ = 0;
  const zone_table* zone_;
  subscription_figures now_;
  subscribe_command asked_;  // and when
  instant asked_at_;
  std::map<effect_key, std::pair<instant, change_plan_command>> changes_;  // that were accepted
  effect_key last_change_;
  instant anchor_;
  bool is_trial_ = false;  // the present cycle
  instant period_begin_;
  instant period_end_;
};

}  // namespace drawdown::invariants
