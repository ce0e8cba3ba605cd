// How a subscription begins and ends, and what is told of it (R8.1, R8.6).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// The subscription as it stands.
subscription_figures figures_of(const subscription& s);

// Tells that something changed about it; 0: without a payment.
void tell_subscription(desk& d, subscription_event::what of, payment_id payment = 0);

// R10.4: whether money can't be asked for: by card, and there is none.
bool lacks_payment_method(const desk& d);

// R8.1: works a `subscribe` that is no repetition.
outcome work_subscribe(desk& d, const effect_key& key, const subscribe_command& asked);

// R8.1: its first cycle is paid for, or costs nothing.
void begin_subscription(desk& d, const first_cycle& first, const std::vector<portion>& brings,
                        payment_id payment, const effect_key& key);

// R8.1: the first payment failed: what was before stands again.
void refuse_subscription(desk& d, payment_id payment);

// R8.6: it ends now, and with it the credit of plan and add-ons. Unless a payment failed for the last time
// (0: none did), what is to be billed of usage is billed at once (R4.5).
void end_subscription(desk& d, payment_id failed = 0);

// R8.6: works a cancel and a resume that are no repetition.
outcome work_cancel(desk& d, const effect_key& key, const cancel_command& asked);
outcome work_resume(desk& d, const effect_key& key);

}  // namespace drawdown::reference
