// The steps of the timeline (R2.4 G, I).
#include "engine/account/account_core.hpp"
#include "engine/pricing/purchase.hpp"
#include "engine/pricing/rounded_credits.hpp"
#include "engine/time/calendar.hpp"

namespace drawdown {
namespace {

// `at` as an instant: a length of time counts from `from` (R2.7).
instant resolve(const moment& at, instant from, const zone_table& zone, month_end rule) {
  if (const auto* fixed = std::get_if<instant>(&at)) return *fixed;
  return add(from, std::get<span_of_time>(at), zone, rule);
}

}  // namespace

void account_core::act(const command& step, effects& out) {
  std::visit([&](const auto& body) { act_on(step, body, out); }, step.body);
}

void account_core::act_on(const command&, const usage& body, effects& out) {
  use(body, out);
}

void account_core::act_on(const command& step, const top_up_command& body, effects& out) {
  const instant t = step.order.at;
  if (!came_before(step, command_event::what::top_up, out)) {
    auto bought = top_up_purchase(body.amount, world_->catalog, rules());
    if (bought && !has_room_for(bought->brings)) bought = tl::unexpected(outcome::amount_out_of_range);
    if (bought && methods_.empty()) bought = tl::unexpected(outcome::no_payment_method);
    const outcome result = bought ? outcome::requested : bought.error();
    remember(step, command_event::what::top_up, result);
    emit(t, command_event{step.key, command_event::what::top_up, result, false}, out);
    if (bought) begin_payment(step.key, *bought, false, t, out);
  }
  look(t, out);
}

void account_core::act_on(const command& step, const grant_command& body, effects& out) {
  if (!came_before(step, command_event::what::grant, out))
    remember(step, command_event::what::grant, grant(step, body, out));
  look(step.order.at, out);
}

// Books or schedules the lot of a grant (R3.1, R3.5), or writes down why it is refused.
outcome account_core::grant(const command& step, const grant_command& body, effects& out) {
  const instant t = step.order.at;
  const auto refuse = [&](outcome why) {
    emit(t, command_event{step.key, command_event::what::grant, why, false}, out);
    return why;
  };
  const auto amount = rounded_credits(body.amount, rules(), rules().grant_rounding);
  if (!amount) return refuse(outcome::amount_out_of_range);
  if (*amount <= credits{}) return refuse(outcome::amount_too_small);

  lot made;
  made.id = lots_.next_id();
  made.kind = body.kind;
  made.priority = body.priority.value_or(rules().priorities[static_cast<std::size_t>(body.kind)]);
  made.granted = made.left = *amount;
  made.created = t;
  made.effective = body.effective ? resolve(*body.effective, t, zone(), rules().month_end_rule) : t;
  if (body.expires) made.expires = resolve(*body.expires, made.effective, zone(), rules().month_end_rule);
  made.cost = body.cost;
  made.key = step.key;

  if (made.expires <= made.effective || made.expires <= t) return refuse(outcome::ends_before_it_begins);
  if (!has_room_for(made.granted)) return refuse(outcome::amount_out_of_range);

  committed_ += made.granted;
  if (made.effective <= t) {
    book(made, t, out);
    return outcome::granted;
  }
  lots_.schedule(made);
  emit(t,
       lot_event{.lot = made.id,
                 .kind = made.kind,
                 .result = outcome::scheduled,
                 .amount = made.granted,
                 .created = made.created,
                 .effective = made.effective,
                 .expires = made.expires,
                 .priority = made.priority,
                 .cost = made.cost,
                 .payment = 0,
                 .key = made.key,
                 .balance = now().balance()},
       out);
  return outcome::scheduled;
}

void account_core::act_on(const command& step, const set_agent_command& body, effects& out) {
  if (!came_before(step, command_event::what::set, out)) {
    remember(step, command_event::what::set, outcome::changed);
    agents_[body.agent].change(body);
    note_nothing_left();
    emit(step.order.at, command_event{step.key, command_event::what::set, outcome::changed, false}, out);
  }
  look(step.order.at, out);
}

void account_core::act_on(const command& step, const set_account_command& body, effects& out) {
  if (!came_before(step, command_event::what::set, out)) {
    remember(step, command_event::what::set, outcome::changed);
    if (body.payment_methods) methods_ = *body.payment_methods;
    if (body.auto_recharge) {
      recharge_.terms = *body.auto_recharge;
      if (recharge_.terms)
        recharge_.reported = false;
      else
        payments_.give_up_waiting_recharge();
    }
    emit(step.order.at, command_event{step.key, command_event::what::set, outcome::changed, false}, out);
  }
  look(step.order.at, out);
}

void account_core::act_on(const command& step, const notice_command& body, effects& out) {
  const instant t = step.order.at;
  if (const payment* of = payments_.find(body.payment)) {
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
                     .agent_stopped = false};
  if (body.agent != no_agent) {
    seen.agent_spent = agents_[body.agent].spent;
    seen.agent_stopped = agents_[body.agent].stopped;
  }
  emit(step.order.at, seen, out);
}

// Whether the step's key came before: then it has been answered, by the first outcome again or as a conflict
// (R4.3).
bool account_core::came_before(const command& step, command_event::what of, effects& out) {
  if (!step.key.was_given()) return false;
  const seen_command* first = keys_.find_command(step.key.number);
  const bool is_usage_key = keys_.find_usage(step.key.number, step.order.at) != nullptr;
  if (first == nullptr && !is_usage_key) return false;
  const bool same = first != nullptr && *first->body == step.body;
  emit(step.order.at, command_event{step.key, of, same ? first->result : outcome::idempotency_conflict, same},
       out);
  return true;
}

void account_core::remember(const command& step, command_event::what of, outcome result) {
  if (step.key.was_given()) keys_.remember(step.key.number, seen_command{&step.body, of, result});
}

}  // namespace drawdown
