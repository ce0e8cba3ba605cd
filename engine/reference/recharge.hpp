// Auto-recharge: when it buys, how much, and what a failure leads to (R10.2–R10.4).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R10.2–R10.5: looks at the watched figure, and buys credit where it is low, nothing is in flight and nothing
// says to wait.
void look_at_recharge(desk& d);

// R10.4: an attempt of a recharge is known to have failed, as `report` says it.
void recharge_attempt_failed(desk& d, payment& p, const recharge_failed_event& report);

// R10.4: a payment was credited: a wait after a failure ends, failures in a row are counted anew.
void failures_are_over(books& b);

// R10.4: another payment method ends the failures in a row that broke recharging.
void payment_methods_changed(books& b);

// R10.4: the retries that are due now, by payment.
void make_due_retries(desk& d);

// A retry that isn't needed any more.
void cancel_retry(books& b, payment& p);

// R10.2: new terms, or nothing: then a recharge that waits for its retry is over.
void change_recharge(books& b, const std::optional<recharge_terms>& terms);

}  // namespace drawdown::reference
