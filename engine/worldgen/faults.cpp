#include "engine/worldgen/faults.hpp"

namespace drawdown::worldgen {
namespace {

constexpr std::array<fault_entry, faults> table = {{
    {fault::notice_lost, "notice_lost", 300'000, "a success is answered, and its notice never comes",
     "no credit comes of the answer alone (R9.3); the payment stays in flight (R14.4)"},
    {fault::notice_doubled, "notice_doubled", 350'000, "a notice of an attempt comes again",
     "its credit is granted at most once (R14.4)"},
    {fault::notice_late, "notice_late", 350'000, "a notice comes an hour or more after the answer",
     "its credit comes with it, and is used from then on (R9.3)"},
    {fault::notice_out_of_order, "notice_out_of_order", 250'000,
     "a notice comes after one of an attempt that was made later",
     "each is heard for its own payment (R9.4)"},
    {fault::notice_unknown, "notice_unknown", 150'000, "a notice names a payment that nobody made",
     "nothing changes (R9.4)"},
    {fault::notice_of_other_account, "notice_of_other_account", 150'000,
     "a notice names a payment of another account", "nothing changes in either (R9.4, R2.8)"},
    {fault::success_after_timeout, "success_after_timeout", 200'000,
     "a charge is not answered in time, and its success is heard later",
     "it is credited once (R9.10, R14.4)"},
    {fault::success_after_void, "success_after_void", 120'000, "an invoice is paid after it was voided",
     "the payment is refused (R9.3)"},
    {fault::success_after_decline, "success_after_decline", 200'000,
     "a payment is credited after an attempt at it was declined", "it is credited once (R9.9, R9.10)"},
    {fault::failure_after_success, "failure_after_success", 150'000,
     "a failure is heard of a payment that was credited", "the credit stays (R9.9)"},
    {fault::gateway_outage, "gateway_outage", 350'000, "a charge meets an outage of its gateway",
     "what is heard when it is over counts as ever (R10.1)"},
    {fault::decline_storm, "decline_storm", 200'000, "three attempts or more are declined in a row",
     "recharges wait, break or are switched off as their policy says (R10.4)"},
    {fault::renewal_fails, "renewal_fails", 200'000, "a renewal is not paid",
     "the subscription is past due, then ends (R8.3)"},
    {fault::chargeback_after_spend, "chargeback_after_spend", 200'000,
     "a payment is charged back of which credit was used", "what was used is owed (R9.6)"},
    {fault::chargeback_twice, "chargeback_twice", 120'000, "a payment is charged back again",
     "the second is refused (R9.6)"},
    {fault::chargeback_won, "chargeback_won", 120'000, "a dispute is won later",
     "what was taken comes back, and its debt ends (R9.6)"},
    {fault::refund_after_expiry, "refund_after_expiry", 150'000, "usage is refunded whose lot has ended",
     "the credit ends again, or comes anew by the setting (R9.7)"},
    {fault::refund_after_chargeback, "refund_after_chargeback", 120'000,
     "usage is refunded whose payment was charged back", "the refund pays the debt of the chargeback (R9.7)"},
    {fault::same_key_again, "same_key_again", 250'000, "a client repeats what it sent",
     "the first outcome is answered again, and nothing moves (R4.3)"},
    {fault::same_key_other_content, "same_key_other_content", 250'000,
     "a client sends something else under the same key", "it is refused as a conflict (R4.3)"},
    {fault::usage_too_late, "usage_too_late", 150'000, "usage arrives after its grace",
     "it is refused, and no period changes (R2.5)"},
    {fault::expiry_tied_with_debit, "expiry_tied_with_debit", 250'000,
     "a debit comes at the instant at which a lot ends", "the lot ends first (R2.4)"},
    {fault::hold_outlives_lot, "hold_outlives_lot", 200'000, "a hold is captured of a lot that has ended",
     "what is held is captured; the rest goes the way of the lot (R3.7)"},
    {fault::price_change_under_hold, "price_change_under_hold", 200'000,
     "the price changes between a hold and its capture", "each has the price of its instant (R6.1, R6.2)"},
    {fault::boundaries_while_idle, "boundaries_while_idle", 200'000,
     "an account meets three boundaries or more in which nothing else happens",
     "each is worked at its own instant, whenever the account is visited (R2.4)"},
    {fault::crash_step, "crash_step", 0, "a step of the timeline kills an actor",
     "nothing else differs for it (R2.14)"},
    {fault::account_before_charge, "account_before_charge", 200'000,
     "an account dies before it sends a charge", "the charge is made once (R2.14)"},
    {fault::account_during_charge, "account_during_charge", 200'000,
     "an account dies with a charge sent and not answered", "the same charge has the same answer (R2.14)"},
    {fault::account_after_charge, "account_after_charge", 200'000,
     "an account dies with an answer heard and nothing done", "the same charge has the same answer (R2.14)"},
    {fault::agent_when_asked, "agent_when_asked", 250'000, "an agent dies with a question on its way to it",
     "its plans are the same again (R2.14)"},
    {fault::gateway_when_asked, "gateway_when_asked", 200'000,
     "a gateway dies with a charge on its way to it", "the same charge has the same answer (R2.14)"},
    {fault::auditor_when_asked, "auditor_when_asked", 200'000,
     "an auditor dies with an epoch on its way to it",
     "the epoch is judged again, from the same state (R2.14)"},
    {fault::recorder_when_asked, "recorder_when_asked", 200'000, "the recorder dies with a block before it",
     "each block is kept once (R2.14)"},
}};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < faults; ++i)
    if (table[i].kind != static_cast<fault>(i)) return false;
  return true;
}
static_assert(is_in_order());

}  // namespace

const std::array<fault_entry, faults>& fault_table() {
  return table;
}

const fault_entry& entry_of(fault f) {
  return table[static_cast<std::size_t>(f)];
}

}  // namespace drawdown::worldgen
