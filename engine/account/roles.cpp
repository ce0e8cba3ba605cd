// Who may do what in an organization (R11).
#include <algorithm>

#include "engine/account/account_core.hpp"

namespace drawdown {
namespace {

// Whether buying, limits, recharging or the plan are changed by it: that asks for a role (R11.2).
bool asks_for_role(command_event::what of) {
  switch (of) {
    case command_event::what::top_up:
    case command_event::what::set:
    case command_event::what::subscribe:
    case command_event::what::change_plan:
    case command_event::what::cancel:
    case command_event::what::resume:
    case command_event::what::add_on:
    case command_event::what::add_user:
    case command_event::what::remove_user:
    case command_event::what::refund_payment:
    case command_event::what::invoice:
    case command_event::what::pay_invoice:
    case command_event::what::void_invoice:
      return true;
    default:
      return false;
  }
}

bool is_among(const std::vector<user_index>& users, user_index who) {
  return std::find(users.begin(), users.end(), who) != users.end();
}

}  // namespace

// Whether the step is one that who acts may not do; where nobody is named, anybody may have (R11.1, R11.2).
bool account_core::is_forbidden(const command& step, command_event::what of) const {
  if (step.by == no_user) return false;
  if (of == command_event::what::view_usage) return !is_among(spec().viewers, step.by);
  return asks_for_role(of) && !is_among(spec().managers, step.by);
}

void account_core::act_on(const command& step, const view_usage_command&, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::view_usage, out)) {
    remember(step, outcome::shown);
    tell(step, command_event::what::view_usage, outcome::shown, out);
  }
  look(step.order.at, out);
}

}  // namespace drawdown
