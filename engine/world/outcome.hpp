// What became of a stimulus: the words in which both ledgers, the language and the reports speak of it
// (R4.7).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/settings/settings.hpp"

namespace drawdown {

enum class outcome : std::uint8_t {
  // accepted
  charged,       // usage was charged
  granted,       // a lot was booked
  scheduled,     // a lot was accepted that becomes effective later (R3.5)
  requested,     // a top-up was asked for; its credit comes with the notice of success (R9.3)
  changed,       // settings of the account or an agent were changed
  held,          // credit was reserved (R6.1)
  captured,      // of a hold (R6.2)
  voided,        // a hold: all of it was given back (R6.3)
  revoked,       // what was left of a grant went (R3.11)
  adjusted,      // credit was taken by an operator (R3.11)
  subscribed,    // the subscription has begun, or its first payment was sent (R8.1)
  refunded,      // a usage (R9.7) or a payment (R9.5) was given back, or a part of it
  charged_back,  // a payment was taken back by the customer's bank (R9.6)
  won,           // a chargeback was reversed (R9.6)
  shown,         // usage was shown to a user (R11.1)
  // refused, in the order of R4.7
  idempotency_conflict,       // R4.3: the key came before with other content
  amount_out_of_range,        // R1.5: the amount, or the account's total with it, passes what can be counted
  too_late,                   // R2.5: it occurred longer ago than late usage may
  account_suspended,          // R9.6: debt of a chargeback is not paid
  feature_not_in_plan,        // R8.1
  positive_balance_required,  // R4.4
  limit_reached,              // R5.3
  plan_exhausted,             // R5.2
  insufficient_credit,        // R4.1
  // refused, of top-ups and grants
  amount_not_offered,     // R9.1
  below_minimum,          // R9.1
  above_maximum,          // R9.1
  amount_too_small,       // R9.1: rounds to no money or no credit
  no_payment_method,      // R10.4
  ends_before_it_begins,  // R3.1: a lot that would be over before it may be spent
  lot_has_cost,           // R3.9, R3.10: credit that was paid for is never refilled
  // refused, of captures and voids
  exceeds_hold,      // R6.2
  unknown_hold,      // R6.5: no credit is or was held under that key
  already_captured,  // R6.5: the hold ended so before
  already_voided,    // R6.5
  already_ran_out,   // R6.5
  // refused, of revocations
  unknown_grant,    // R3.11: no grant was accepted under that key
  used_up,          // R3.11: nothing is left
  lot_ended,        // R3.11: it ended before
  already_revoked,  // R3.11
  // refused, of subscriptions
  already_subscribed,     // R8.1
  subscription_required,  // R8.5: there is none, and was none
  subscription_ended,     // R8.6: there was one
  subscription_past_due,  // R8.3
  payment_pending,        // R8.9: an earlier charge for the subscription has no outcome yet
  add_on_not_offered,     // R8.4: with this plan
  already_a_user,         // R8.8
  not_a_user,             // R8.8
  membership_required,    // R9.2: no active plan that has a price
  // refused, of refunds and chargebacks
  unknown_debit,         // R9.7: nothing was charged under that key
  exceeds_debit,         // R9.7: more than was charged, less what was refunded
  refund_window_over,    // R9.7
  unknown_payment,       // R9.5, R9.6: no payment of that key succeeded
  non_refundable,        // R9.5
  already_charged_back,  // R9.6
  not_charged_back,      // R9.6: there is nothing to win
  already_won,           // R9.6
  // refused, of invoices
  billing_method,   // R9.3: this account is billed the other way
  unknown_invoice,  // R9.3: none was issued under that key
  exceeds_invoice,  // R9.3: more than is open
  already_paid,     // R9.3: a paid invoice is not voided, or paid again
  // refused, of whoever acts
  forbidden,  // R11.1, R11.2
};
inline constexpr std::size_t outcomes = 62;
static_assert(static_cast<std::size_t>(outcome::forbidden) + 1 == outcomes);

constexpr bool is_refusal(outcome o) {
  return o >= outcome::idempotency_conflict;
}

// The word of the language: `insufficient_credit`.
std::string_view name_of(outcome o);

// The outcome of that name, if there is one.
std::optional<outcome> outcome_named(std::string_view name);

// What a gateway says of an attempt at a payment (R10.1).
enum class payment_answer : std::uint8_t { succeeded, declined, timed_out };

std::string_view name_of(payment_answer a);

// What hearing an answer or a notice did (R9.4).
enum class notice_effect : std::uint8_t {
  awaiting,          // an answer that leaves the outcome to a notice: accepted, or timed out
  credited,          // the credit was granted
  failed,            // the attempt is known to have failed
  already_credited,  // a success of a payment whose credit was granted before
  ignored,           // a failure that changes nothing: of an older attempt, known already, or after success
  unknown_payment,   // a notice for a payment that this account never made
};

std::string_view name_of(notice_effect e);

// The word of the language: `free`, `plan`, `addon`, `adjustment`, `paid` (R3.2).
std::string_view name_of(lot_kind k);
std::optional<lot_kind> lot_kind_named(std::string_view name);

}  // namespace drawdown
