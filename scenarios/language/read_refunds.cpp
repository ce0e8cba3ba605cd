// Steps that give back: `refund`, `refund_payment`, `chargeback` and `win_chargeback` (R9.5–R9.7); and those
// about invoices (R9.3).
#include <fmt/format.h>

#include "scenarios/language/step.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

// `amount` of credits, beside what is given back. False where it is faulty.
bool read_part(scenario_state& state, const step& from, std::string_view what, std::optional<credits>& into) {
  const node* at = from.keys.find("amount");
  if (at == nullptr) return !from.keys.has("amount");
  into = read_credits(state.in, *at, what, allowed_sign::positive);
  return into.has_value();
}

std::optional<effect_key> read_payment_key(scenario_state& state, const step& from, const node& value) {
  return read_named_key(state, state.payments, from, value, "the key of the payment");
}

}  // namespace

void read_refund(scenario_state& state, const step& from, const node& value) {
  note_made(state, state.returned_lots, from);
  const auto debit = read_named_key(state, state.debits, from, value, "the key of the usage");
  refund_command made;
  if (!read_part(state, from, "what is refunded", made.amount) || !debit) return;
  made.debit = *debit;
  add_command(state, from, made);
}

void read_refund_payment(scenario_state& state, const step& from, const node& value) {
  const auto payment = read_payment_key(state, from, value);
  refund_payment_command made;
  if (!read_part(state, from, "what is taken back", made.amount) || !payment) return;
  made.payment = *payment;
  add_command(state, from, made);
}

void read_chargeback(scenario_state& state, const step& from, const node& value) {
  if (const auto payment = read_payment_key(state, from, value))
    add_command(state, from, chargeback_command{*payment, false});
}

void read_win_chargeback(scenario_state& state, const step& from, const node& value) {
  note_made(state, state.returned_lots, from);
  if (const auto payment = read_payment_key(state, from, value))
    add_command(state, from, chargeback_command{*payment, true});
}

void read_invoice(scenario_state& state, const step& from, const node& value) {
  const auto amount = read_asked(state.in, value, "the invoice", state.sold.unit);
  note_made(state, state.payments, from);
  if (amount) add_command(state, from, invoice_command{*amount});
}

void read_pay_invoice(scenario_state& state, const step& from, const node& value) {
  const auto invoice = read_payment_key(state, from, value);
  pay_invoice_command made;
  if (const node* amount = from.keys.find("amount")) {
    made.amount = read_money(state.in, *amount, "what is paid", state.sold.unit, allowed_sign::positive);
    if (!made.amount) return;
  }
  if (!invoice) return;
  made.invoice = *invoice;
  add_command(state, from, made);
}

void read_void_invoice(scenario_state& state, const step& from, const node& value) {
  if (const auto invoice = read_payment_key(state, from, value))
    add_command(state, from, void_invoice_command{*invoice});
}

}  // namespace drawdown::language
