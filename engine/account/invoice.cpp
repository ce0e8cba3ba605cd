// Accounts that are billed by invoice: every payment is asked for by one (R9.3).
#include <algorithm>

#include "engine/account/account_core.hpp"
#include "engine/pricing/purchase.hpp"
#include "engine/time/calendar.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {
namespace {

invoice_event told_of(const payment& of, const invoice& billed, invoice_event::what what,
                      const effect_key& key) {
  return {.of = what,
          .key = key,
          .invoice = of.key,
          .payment = of.id,
          .why = of.of,
          .amount = {},
          .open = billed.is_voided ? money{} : of.bought.price - billed.paid,
          .brings = of.bought.brings,
          .due = billed.due};
}

}  // namespace

// Asks for a payment by invoice. Nothing becomes overdue within the instant that asked (R2.8).
void account_core::issue_invoice(const payment& of, instant t, effects& out) {
  const instant due = add(t, *spec().invoice_terms, zone(), month_end::clamp);
  payments_.bill(of, std::max(due, t.next()));
  invoice_event told = told_of(of, *payments_.invoice_of(of.id), invoice_event::what::issued, of.key);
  told.amount = of.bought.price;
  emit(t, told, out);
}

// A top-up on an account that is billed so (R9.1).
void account_core::act_on(const command& step, const invoice_command& body, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::invoice, out))
    top_up(step, body.amount, command_event::what::invoice, out);
  look(step.order.at, out);
}

// The payment whose invoice is open under that key, or why there is none.
tl::expected<payment*, outcome> account_core::open_invoice(const effect_key& key) {
  payment* const of = payments_.find(key);
  const invoice* const billed = of == nullptr ? nullptr : payments_.invoice_of(of->id);
  if (billed == nullptr) return tl::unexpected(outcome::unknown_invoice);
  if (billed->is_voided) return tl::unexpected(outcome::already_voided);
  if (DRAWDOWN_PLANTED("paid_invoice_voided", billed->paid == of->bought.price, false))
    return tl::unexpected(outcome::already_paid);
  return of;
}

void account_core::act_on(const command& step, const pay_invoice_command& body, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::pay_invoice, out)) {
    const auto of = open_invoice(body.invoice);
    const outcome result = of ? pay_invoice(**of, step, body.amount, out) : of.error();
    if (result != outcome::changed) tell(step, command_event::what::pay_invoice, result, out);
    remember(step, result);
  }
  look(step.order.at, out);
}

// Pays an open invoice, or a part of it. Paid in full it is what a payment's success is.
outcome account_core::pay_invoice(payment& of, const command& step, std::optional<money> asked,
                                  effects& out) {
  const money open = of.bought.price - payments_.invoice_of(of.id)->paid;
  const money amount = asked.value_or(open);
  if (amount <= money{}) return outcome::amount_too_small;
  if (amount > open) return outcome::exceeds_invoice;
  payments_.pay(of, amount);
  const auto what = amount == open ? invoice_event::what::paid : invoice_event::what::paid_part;
  invoice_event told = told_of(of, *payments_.invoice_of(of.id), what, step.key);
  told.amount = amount;
  emit(step.order.at, told, out);
  if (amount == open) credit(of, step.order.at, out);
  return outcome::changed;
}

// An invoice that is voided is a payment that failed for good; what was paid of it is given back.
void account_core::act_on(const command& step, const void_invoice_command& body, effects& out) {
  const instant t = step.order.at;
  if (!answer_repeated_or_forbidden(step, command_event::what::void_invoice, out)) {
    const auto of = open_invoice(body.invoice);
    if (of) {
      payments_.void_invoice(**of);
      const invoice& billed = *payments_.invoice_of((*of)->id);
      invoice_event told = told_of(**of, billed, invoice_event::what::voided, step.key);
      told.amount = billed.paid;
      emit(t, told, out);
      drop_order(**of, t, out);
    } else {
      tell(step, command_event::what::void_invoice, of.error(), out);
    }
    remember(step, of ? outcome::voided : of.error());
  }
  look(t, out);
}

// An invoice was not paid in time. Of a renewal that is a failure: it may be paid later all the same (R8.3).
void account_core::tell_overdue(payment& of, instant t, effects& out) {
  emit(t, told_of(of, *payments_.invoice_of(of.id), invoice_event::what::overdue, of.key), out);
  if (!subscription_->orders.contains(of.id)) return;
  const auto order = subscription_.edit().orders.find(of.id);
  if (auto* const renewal = std::get_if<renewal_order>(&order->second)) become_past_due(of, *renewal, t, out);
}

}  // namespace drawdown
