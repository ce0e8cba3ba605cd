// The steps of the timeline (R2.4 G, I).
#include "engine/account/account_core.hpp"
#include "engine/pricing/purchase.hpp"
#include "engine/pricing/rounded_credits.hpp"
#include "engine/time/calendar.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {
void account_core::act(const command& step, effects& out) {
  std::visit([&](const auto& body) { act_on(step, body, out); }, step.body);
  note_next_due();
}

void account_core::act_on(const command&, const usage& body, effects& out) {
  use(body, out);
}

void account_core::act_on(const command& step, const top_up_command& body, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::top_up, out))
    top_up(step, body.amount, command_event::what::top_up, out);
  look(step.order.at, out);
}

void account_core::act_on(const command& step, const grant_command& body, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::grant, out))
    remember(step, grant(step, body, out));
  look(step.order.at, out);
}

void account_core::act_on(const command& step, const revoke_command& body, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::revoke, out))
    remember(step, revoke(step, body, out));
  look(step.order.at, out);
}

void account_core::act_on(const command& step, const adjust_command& body, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::adjust, out))
    remember(step, adjust(step, body, out));
  look(step.order.at, out);
}

// Does by hand what the turn of the usage period does to lots, debt and counts (R3.10).
void account_core::act_on(const command& step, const reset_command&, effects& out) {
  const instant t = step.order.at;
  if (!answer_repeated_or_forbidden(step, command_event::what::reset, out)) {
    remember(step, outcome::changed);
    tell(step, command_event::what::reset, outcome::changed, out);
    reset_lots(t, out);
    begin_counts();
  }
  look(t, out);
}

void account_core::act_on(const command& step, const set_agent_command& body, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::set, out)) {
    remember(step, outcome::changed);
    agents_[body.agent].change(body);
    note_nothing_left();
    tell(step, command_event::what::set, outcome::changed, out);
  }
  look(step.order.at, out);
}

void account_core::act_on(const command& step, const set_account_command& body, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::set, out)) {
    remember(step, outcome::changed);
    if (body.payment_methods) change_methods(*body.payment_methods);
    if (body.auto_recharge) change_recharge(*body.auto_recharge);
    if (body.low_balance) {
      low_balance_ = *body.low_balance;
      said_low_ = false;
    }
    tell(step, command_event::what::set, outcome::changed, out);
    if (body.payment_methods) try_new_method(step.order.at, out);
  }
  look(step.order.at, out);
}

void account_core::act_on(const command& step, const notice_command& body, effects& out) {
  const instant t = step.order.at;
  const payment* const of = payments_.find(body.payment);
  if (of != nullptr && payments_.invoice_of(of->id) == nullptr) {
    hear({t, of->id, body.attempt.value_or(of->attempts), 0, body.answer, 0}, true, t, out);
  } else {
    emit(t,
         heard_event{.payment = 0,
                     .key = body.payment,
                     .attempt = 0,
                     .is_answer = false,
                     .by_hand = true,
                     .answer = body.answer,
                     .reason = 0,
                     .effect = notice_effect::unknown_payment},
         out);
  }
  look(t, out);
}

void account_core::act_on(const command&, const crash_command&, effects&) {}

void account_core::act_on(const command& step, const expect_command& body, effects& out) {
  figures_event seen{.expectation = body.expectation,
                     .agent = body.agent,
                     .account = now(),
                     .agent_spent = {},
                     .agent_held = {},
                     .agent_stopped = false,
                     .suspended = is_suspended(),
                     .subscription = subscription_->figures()};
  if (body.agent != no_agent) {
    seen.agent_spent = agents_[body.agent].spent;
    seen.agent_held = agents_[body.agent].held;
    seen.agent_stopped = agents_[body.agent].stopped;
  }
  emit(step.order.at, seen, out);
}

// What is answered to a step whose key came before: the first outcome again, or a conflict (R4.3); nothing
// where it is new.
std::optional<account_core::first_answer> account_core::answer_before(const command& step) {
  if (DRAWDOWN_PLANTED("command_keys_forgotten", !step.key.was_given(), true)) return std::nullopt;
  const seen_command* first = keys_.find_command(step.key.number);
  const bool is_usage_key = keys_.find_usage(step.key.number, step.order.at) != nullptr;
  if (first == nullptr && !is_usage_key) return std::nullopt;
  if (first != nullptr && *first->body == step.body) return first_answer{first->result, true};
  return first_answer{outcome::idempotency_conflict, false};
}

// Answers a step whose key came before, or that who acts may not do (R4.3, R11). Whether it did.
bool account_core::answer_repeated_or_forbidden(const command& step, command_event::what of, effects& out) {
  if (const auto before = answer_before(step)) {
    emit(step.order.at, command_event{step.key, of, before->result, before->repeated}, out);
    return true;
  }
  if (!is_forbidden(step, of)) return false;
  remember(step, outcome::forbidden);
  tell(step, of, outcome::forbidden, out);
  return true;
}

void account_core::remember(const command& step, outcome result) {
  if (step.key.was_given()) keys_.remember(step.key.number, seen_command{&step.body, result});
}

void account_core::tell(const command& step, command_event::what of, outcome result, effects& out) {
  emit(step.order.at, command_event{step.key, of, result, false}, out);
}

}  // namespace drawdown
