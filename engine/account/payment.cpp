// Payments and auto-recharge of an account (R9.4, R10).
#include "engine/account/account_core.hpp"
#include "engine/pricing/purchase.hpp"
#include "engine/time/calendar.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {

// Somebody buys credit, by card or by invoice as the account is billed (R9.1, R9.3).
void account_core::top_up(const command& step, const asked_amount& asked, command_event::what told,
                          effects& out) {
  const auto bought = asked_purchase(asked, told == command_event::what::invoice);
  const outcome result = bought ? outcome::requested : bought.error();
  remember(step, result);
  tell(step, told, result, out);
  if (bought) begin_payment(step.key, *bought, payment_for::top_up, step.order.at, out);
}

purchase_or_refusal account_core::asked_purchase(const asked_amount& asked, bool by_invoice) const {
  if (by_invoice != spec().invoice_terms.has_value()) return tl::unexpected(outcome::billing_method);
  if (!may_top_up()) return tl::unexpected(outcome::membership_required);
  auto bought = top_up_purchase(asked, sold(), rules());
  if (bought && !has_room_for(*bought)) bought = tl::unexpected(outcome::amount_out_of_range);
  if (bought && !can_pay()) bought = tl::unexpected(outcome::no_payment_method);
  return bought;
}

// Makes a payment and sends its first attempt, or asks for it by invoice. The caller has seen that it can be
// paid, and that there is room.
void account_core::begin_payment(effect_key key, const purchase& bought, payment_for of, instant t,
                                 effects& out) {
  committed_ += bought.brings + bought.bonus;
  payment& made = payments_.begin(key, bought, of, t);
  if (spec().invoice_terms)
    issue_invoice(made, t, out);
  else
    send_attempt(made, t, out);
}

void account_core::send_attempt(payment& of, instant t, effects& out) {
  const payment_method& method = methods().front();
  out.charges.push_back(payments_.next_attempt(of, method, t));
  emit(t,
       charge_event{.payment = of.id,
                    .key = of.key,
                    .attempt = of.attempts,
                    .of = of.of,
                    .gateway = method.gateway,
                    .amount = of.bought.price,
                    .brings = of.bought.brings},
       out);
}

// Hears an answer or a notice; what it does is decided by the payment alone (R9.4).
void account_core::hear(const notice& heard, bool by_hand, instant t, effects& out) {
  payment& of = payments_.at(heard.payment);
  const bool is_answer = heard.is_answer() && !by_hand;
  const notice_effect effect = payment_book::effect_of(of, heard.attempt, heard.answer, is_answer);
  emit(t,
       heard_event{.payment = of.id,
                   .key = of.key,
                   .attempt = heard.attempt,
                   .is_answer = is_answer,
                   .by_hand = by_hand,
                   .answer = heard.answer,
                   .reason = heard.reason,
                   .effect = effect},
       out);
  if (effect == notice_effect::credited) credit(of, t, out);
  if (effect == notice_effect::failed) fail(of, heard.reason, t, out);
}

// A payment succeeded: its credit is granted, once (R9.3), and a person's top-up ends stops (R5.2).
void account_core::credit(payment& of, instant t, effects& out) {
  payments_.credit(of);
  if (of.is_of_subscription())
    settle(of, t, out);
  else if (of.of == payment_for::overage)
    settle_overage(of, t, out);
  else
    credit_purchase(of, t, out);
}

void account_core::credit_purchase(payment& of, instant t, effects& out) {
  if (!recharge_.is_untouched()) recharge_.edit().note_credit();
  lot bought;
  bought.kind = lot_kind::paid;
  bought.priority = rules().priorities[static_cast<std::size_t>(lot_kind::paid)];
  bought.granted = brought_by(of);
  bought.effective = t;
  if (const auto& expires = sold().top_ups.expires)
    bought.expires = add(t, *expires, zone(), rules().month_end_rule);
  if (DRAWDOWN_PLANTED("bought_credit_ends_with_the_month", false, true)) bought.expires = period_end_;
  bought.cost = of.bought.price;
  bought.payment = of.id;
  bought.key = of.key;
  accept(std::move(bought), t, out);
  grant_bonus(of, t, out);
  if (!of.is_recharge() && rules().top_up_ends_stop)
    for (spender& agent : agents_) agent.note_top_up();
}

// What a purchase grants: as much as it was asked for to bring, unless the rate of money is that of the
// payment (R9.1). Where more comes of that than there is room for, it stays as it was asked for (R1.6).
credits account_core::brought_by(const payment& of) {
  const credits asked = of.bought.brings;
  if (rules().rate_fixed_at == rate_time::request || !of.bought.asked_in_money) return asked;
  const credits now = brought_at(of.bought.price, sold(), rules()).value_or(asked);
  if (now <= asked) return now;
  if (!has_room_for(now - asked)) return asked;
  committed_ += now - asked;
  return now;
}

// The free credit that comes with a purchase (R9.1).
void account_core::grant_bonus(const payment& of, instant t, effects& out) {
  if (of.bought.bonus.is_zero()) return;
  lot made;
  made.kind = lot_kind::free;
  made.priority = rules().priorities[static_cast<std::size_t>(lot_kind::free)];
  made.granted = of.bought.bonus;
  made.effective = t;
  if (const auto& expires = sold().top_ups.bonus_expires)
    made.expires = add(t, *expires, zone(), rules().month_end_rule);
  made.payment = of.id;
  made.key = of.key;
  accept(std::move(made), t, out);
}

// The latest attempt failed: a person's top-up is over, a recharge is tried again or switched off (R10.4).
void account_core::fail(payment& of, std::uint16_t reason, instant t, effects& out) {
  if (of.is_of_subscription()) {
    fail_order(of, t, out);
    return;
  }
  payments_.fail_attempt(of, t);
  if (!of.is_recharge()) {
    payments_.give_up(of);
    take_overage_back(of.id);
    return;
  }
  const bool retries = rules().on_failure == failure_policy::retry;
  if (!retries || recharge_.edit().report_once())
    emit(t, recharge_failed_event{of.id, true, reason, outcome::no_payment_method}, out);
  if (retries) {
    schedule_retry_or_give_up(of, t, out);
    return;
  }
  payments_.give_up(of);
  recharge_.edit().note_failure(t, of.fingerprint, rules());
}

void account_core::schedule_retry_or_give_up(payment& of, instant t, effects& out) {
  if (!recharge_->terms) {
    payments_.give_up(of);
    return;
  }
  if (const auto due = retry_due(rules(), of.attempts, *of.first_failure, t)) {
    payments_.retry_at(of, *due);
    return;
  }
  payments_.give_up(of);
  recharge_.edit().terms.reset();
  emit(t, recharge_off_event{of.id}, out);
}

// The next attempt at a recharge. Without a payment method it fails at once, and nothing reaches a gateway
// (R10.4).
void account_core::retry(payment& of, instant t, effects& out) {
  if (!methods().empty()) {
    send_attempt(of, t, out);
    return;
  }
  ++of.attempts;
  payments_.fail_attempt(of, t);
  if (recharge_.edit().report_once())
    emit(t, recharge_failed_event{of.id, false, 0, outcome::no_payment_method}, out);
  schedule_retry_or_give_up(of, t, out);
}

void account_core::change_methods(const std::vector<payment_method>& changed) {
  changed_methods_.edit() = changed;
  if (!changed.empty()) recharge_.edit().note_method(changed.front().fingerprint);
}

// New terms switch auto-recharge on and let it speak again (R10.11).
void account_core::change_recharge(const std::optional<recharge_terms>& terms) {
  recharge_.edit().terms = terms;
  recharge_.edit().waiting.reset();
  recharge_.edit().wake_at = instant::never();
  if (terms)
    recharge_.edit().reported = false;
  else
    payments_.give_up_waiting_recharge();
}

// Looks at auto-recharge (R10.2): whether the figure is low, whether one may be made now, what it buys.
void account_core::look_at_recharge(instant t, effects& out) {
  const credits watched = recharge_->watched(
      lots_.available(spendable::all), lots_.available(spendable::wallet),
      DRAWDOWN_PLANTED("held_deducted_twice", debts_.total(), debts_.total() + lots_.left().held),
      payments_.pending());
  if (!is_low(*recharge_->terms, watched)) {
    recharge_.edit().reported = false;
    recharge_.edit().waiting.reset();
    return;
  }
  if (DRAWDOWN_PLANTED("recharges_side_by_side", payments_.recharge_in_flight(), false) ||
      payments_.cycle_is_being_charged() || is_suspended())
    return;
  if (const auto kept_away = recharge_->hindrance_at(t, rules(), payments_, period_begin_, period_end_)) {
    wait(*kept_away, t, out);
    return;
  }
  auto bought = recharge_purchase(*recharge_->terms, watched, sold(), rules());
  if (!bought) return;
  if (recharge_->terms->limits == recharge_limits::apply && !may_top_up())
    bought = tl::unexpected(outcome::membership_required);
  if (*bought && !has_room_for(**bought)) *bought = tl::unexpected(outcome::amount_out_of_range);
  if (*bought && !can_pay()) *bought = tl::unexpected(outcome::no_payment_method);
  if (!*bought) {
    if (DRAWDOWN_PLANTED("refusal_kept_silent", recharge_.edit().report_once(), false))
      emit(t, recharge_failed_event{0, false, 0, bought->error()}, out);
  } else if (recharge_->passes_spend_cap((*bought)->price, payments_, period_begin_)) {
    wait({recharge_wait::max_spend_per_period, period_end_}, t, out);
  } else {
    recharge_.edit().waiting.reset();
    begin_payment(recharge_.edit().next_key(), **bought, payment_for::recharge, t, out);
  }
}

// A recharge that is needed has to wait: that is said once, and looked at when the wait ends (R10.4, R10.5).
void account_core::wait(const recharge_state::hindrance& for_what, instant t, effects& out) {
  const bool ends_by_itself =
      for_what.why == recharge_wait::back_off || for_what.why == recharge_wait::cooldown;
  if (rules().wake && ends_by_itself) recharge_.edit().wake_at = for_what.until;
  if (DRAWDOWN_PLANTED("cap_reached_silently", recharge_.edit().begins_to_wait(for_what.why), false))
    emit(t, recharge_waits_event{for_what.why, for_what.until}, out);
}

}  // namespace drawdown
