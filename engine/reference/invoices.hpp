// Payments that are billed by invoice (R9.3).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R9.3: whether all payments of the account are invoices.
bool is_invoiced(const desk& d);

// R9.3: the payment is billed, and in flight until its invoice is paid or void.
void issue_invoice(desk& d, payment& p);

// R9.3: each works one step that is no repetition, tells of it and answers its outcome.
outcome work_pay_invoice(desk& d, const effect_key& key, const pay_invoice_command& asked);
outcome work_void_invoice(desk& d, const effect_key& key, const void_invoice_command& asked);

// R2.4 F: the invoices that are open and due now, by payment.
void tell_of_overdue_invoices(desk& d);

}  // namespace drawdown::reference
