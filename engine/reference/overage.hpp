// What was used beyond the credit there was and is billed for money (R4.5 `invoice`).
#pragma once

#include <optional>

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R4.5: so much more is to be billed of a debit; it gets an id. Nothing is made of zero, which is answered by
// 0.
overage_id invoice_later(desk& d, agent_index agent, credits amount);

// R4.5: all that is not billed yet.
credits not_billed(const books& b);

// R9.7: what of one debit is not billed yet; and so much of that is not to be billed any more.
credits not_billed(const books& b, overage_id id);
void lower_overage(books& b, overage_id id, credits amount);

// R4.5: what is due for so much, and for all that is not billed yet at the price in force, rounded once.
// Nothing where there is nothing to bill, no price, or more money than can be counted (R1.5).
std::optional<money> due_with_overage(const desk& d, money besides);

// R4.5: all that is not billed yet is billed by this payment, of which it is so much; that is told.
void bill_overage(desk& d, payment& by, money price);

// R4.5: without a subscription, all that is not billed yet is billed by a payment of its own, if it comes to
// money and there is a way to pay.
void send_overage(desk& d);

// R4.5: what the payment had billed is paid; or it was not paid, and is to be billed again.
void overage_was_paid(books& b, payment_id by);
void bill_again(books& b, payment_id by);

// R9.4, R9.10: a payment of its own succeeded, or has failed for good.
void overage_payment_succeeded(desk& d, payment& p);
void overage_payment_failed(desk& d, payment& p);

}  // namespace drawdown::reference
