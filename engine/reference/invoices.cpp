#include "engine/reference/invoices.hpp"

#include <algorithm>
#include <optional>

#include "engine/reference/overage.hpp"
#include "engine/reference/payments.hpp"
#include "engine/reference/subscription_payments.hpp"
#include "engine/reference/takings.hpp"
#include "engine/time/calendar.hpp"

namespace drawdown::reference {
namespace {

using what = command_event::what;

money open_of(const payment& p) {
  return money::from_minor(p.amount.minor() - p.bill->paid.minor());
}

// What is told of an invoice in any case.
invoice_event about(const payment& p, invoice_event::what of, const effect_key& key) {
  invoice_event told;
  told.of = of;
  told.key = key;
  told.invoice = p.key;
  told.payment = p.id;
  told.why = p.what;
  told.open = open_of(p);
  told.brings = p.brings;
  told.due = p.bill->due;
  return told;
}

// The payment whose invoice has that key, or null.
payment* invoiced_under(books& b, const effect_key& key) {
  payment* found = payment_under(b, key);
  return found && found->bill ? found : nullptr;
}

// R9.3: why nothing more comes of an invoice, if there is a reason.
std::optional<outcome> refusal_of(const payment* invoiced) {
  if (!invoiced) return outcome::unknown_invoice;
  if (invoiced->bill->is == invoice::state::voided) return outcome::already_voided;
  if (invoiced->bill->is == invoice::state::paid) return outcome::already_paid;
  return std::nullopt;
}

std::optional<outcome> refusal_of(const payment* invoiced, const pay_invoice_command& asked) {
  if (const auto refusal = refusal_of(invoiced)) return refusal;
  const money open = open_of(*invoiced);
  const money amount = asked.amount.value_or(open);
  if (amount <= money{}) return outcome::amount_too_small;
  if (amount > open) return outcome::exceeds_invoice;
  return std::nullopt;
}

outcome refuse(desk& d, const effect_key& key, what of, outcome why) {
  d.tell(command_event{key, of, why, false});
  return why;
}

// The invoice is open no longer.
void close(books& b, payment& p, invoice::state as) {
  p.bill->is = as;
  b.overdue.erase({p.bill->due, p.id});
}

}  // namespace

bool is_invoiced(const desk& d) {
  return d.account.invoice_terms.has_value();
}

void issue_invoice(desk& d, payment& p) {
  const instant due = add(d.now, *d.account.invoice_terms, d.zone(), month_end::clamp);
  p.bill = invoice{.due = std::max(due, d.now.next())};
  d.books.overdue.insert({p.bill->due, p.id});
  bill_money(d, p);
  invoice_event told = about(p, invoice_event::what::issued, p.key);
  told.amount = p.amount;
  d.tell(told);
}

outcome work_pay_invoice(desk& d, const effect_key& key, const pay_invoice_command& asked) {
  payment* invoiced = invoiced_under(d.books, asked.invoice);
  if (const auto refusal = refusal_of(invoiced, asked)) return refuse(d, key, what::pay_invoice, *refusal);
  const money paid_now = asked.amount.value_or(open_of(*invoiced));
  invoiced->bill->paid += paid_now;
  collect_money(d, *invoiced, paid_now);
  const bool is_whole = open_of(*invoiced).is_zero();
  invoice_event told =
      about(*invoiced, is_whole ? invoice_event::what::paid : invoice_event::what::paid_part, key);
  told.amount = paid_now;
  d.tell(told);
  if (is_whole) {
    close(d.books, *invoiced, invoice::state::paid);
    payment_succeeded(d, *invoiced);
  }
  return outcome::changed;
}

outcome work_void_invoice(desk& d, const effect_key& key, const void_invoice_command& asked) {
  payment* invoiced = invoiced_under(d.books, asked.invoice);
  if (const auto refusal = refusal_of(invoiced)) return refuse(d, key, what::void_invoice, *refusal);
  invoice_event told = about(*invoiced, invoice_event::what::voided, key);
  told.amount = invoiced->bill->paid;
  told.open = money{};
  d.tell(told);
  void_bill(d, *invoiced);
  close(d.books, *invoiced, invoice::state::voided);
  d.books.in_flight.erase(invoiced->id);
  if (invoiced->what == payment_for::overage)
    overage_payment_failed(d, *invoiced);
  else if (!brings_credit(invoiced->what))
    subscription_invoice_voided(d, *invoiced);
  return outcome::voided;
}

void tell_of_overdue_invoices(desk& d) {
  std::set<due_payment>& due = d.books.overdue;
  while (!due.empty() && due.begin()->first <= d.now) {
    payment& p = d.books.payments.at(due.begin()->second);
    due.erase(due.begin());
    d.tell(about(p, invoice_event::what::overdue, p.key));
    if (!brings_credit(p.what)) subscription_invoice_overdue(d, p);
  }
}

}  // namespace drawdown::reference
