// What is paid for plans and seats, and becomes revenue over its time (R13.3).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R13.3, R13.4: it is about to be told what a payment of the subscription paid for: a cycle that began at its
// boundary, or something from now on. What of it was for overage is revenue.
void defer_fee(desk& d, const payment& paid, bool pays_for_cycle);

// R13.3: a lot of the subscription is about to be booked that cost so much of the payment: answers the
// account that it goes out of. Where it was told what the payment is for, it goes out of that piece.
money_account account_that_pays(desk& d, payment_id payment, money cost);

// R13.3: each month end, each end of a piece and the end of the run up to that instant, which is worked
// before all else of it.
void earn_fees(desk& d, instant at);

// R13.3: the subscription ends now: the rest of all pieces is revenue.
void end_fees(desk& d);

// R13.4: of what is still deferred of the payment's fee so much, at the most, is given back.
void refund_fee(desk& d, payment_id payment, money most);

// R13.4: all that is still deferred of the payment's fee is lost to a chargeback; or it comes back with a won
// dispute, as revenue where its time is over.
void charge_back_fee(desk& d, payment_id payment);
void win_fee(desk& d, payment_id payment);

}  // namespace drawdown::reference
