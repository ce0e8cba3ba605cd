// What the outcomes of a subscription's payments bring (R8.2, R8.3).
#pragma once

#include <optional>

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R8.2, R4.5: the charge for a cycle that begins now, or for that and for what is to be billed of usage.
void charge_renewal(desk& d, money cycle, const std::optional<money>& with_overage, const effect_key& key);

// R9.4: a payment of a subscription succeeded, and counts as credited. Where the subscription doesn't wait
// for it any more, its money is given back.
void subscription_payment_succeeded(desk& d, payment& p);

// R8.3: an attempt is known to have failed: a renewal is tried again, any other payment is over.
void subscription_attempt_failed(desk& d, payment& p);

// R9.3: the invoice of a subscription's payment is overdue, or was voided.
void subscription_invoice_overdue(desk& d, payment& p);
void subscription_invoice_voided(desk& d, payment& p);

// R8.3: a retry of a renewal is due.
void retry_renewal(desk& d, payment& p);

// R8.3: payment methods were set: a renewal that failed is tried at once.
void try_new_payment_method(desk& d);

// R10.3: whether the first attempt at the first charge or a renewal of a subscription has no outcome yet.
bool first_attempt_is_in_flight(const books& b);

}  // namespace drawdown::reference
