// Changes of a subscription: of its plan, units of add-ons and seats (R8.4, R8.7, R8.8).
#pragma once

#include <optional>
#include <variant>

#include "engine/reference/allocations.hpp"
#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// Changes that cost nothing and are not told but by their step.
struct plan_scheduled {
  plan_index plan = no_plan;  // that acts with the next cycle; none: what was scheduled is dropped
};
struct units_scheduled {
  add_on_index add_on = 0;
  std::uint32_t units = 0;  // of the next cycle
};
struct user_joins {
  user_index user = 0;
};
struct user_stays {
  user_index user = 0;  // who was to leave
};
struct user_leaves {
  user_index user = 0;
  bool at_once = false;
};

using change = std::variant<plan_switch, unit_purchase, seat_purchase, plan_scheduled, units_scheduled,
                            user_joins, user_stays, user_leaves>;

// What a change would do now: why it is refused, or what is due for it, and what it brings then.
struct proposal {
  std::optional<outcome> refusal{};
  payment_for what = payment_for::plan_change;
  money due{};
  change would{plan_scheduled{}};
  std::vector<portion> brings{};
};

proposal propose(const desk& d, const change_plan_command& asked);
proposal propose(const desk& d, const add_on_command& asked);
proposal propose(const desk& d, const seat_command& asked);

// What a step of such a change is called where it is told.
command_event::what told_as(const change_plan_command& asked);
command_event::what told_as(const add_on_command& asked);
command_event::what told_as(const seat_command& asked);

// Works a change that is no repetition: it is refused, charged, or acts at once.
outcome work_change(desk& d, const effect_key& key, command_event::what of, const proposal& proposed);

// What a change makes of the subscription, apart from credit and periods.
void apply(subscription& s, const change& would);

// A change acts, at once or on success of its payment: what is told of it, and the lots.
void act(desk& d, const plan_switch& would, const std::vector<portion>& brings, const grant_source& from);
void act(desk& d, const unit_purchase& would, const std::vector<portion>& brings, const grant_source& from);
void act(desk& d, const seat_purchase& would, const std::vector<portion>& brings, const grant_source& from);

// Why no change that may cost something is possible now: there is no subscription that is paid up, or an
// earlier payment has no outcome yet.
std::optional<outcome> refusal_of_change(const subscription& s);

}  // namespace drawdown::reference
