#include "engine/world/event_kind.hpp"

#include <array>

namespace drawdown {
namespace {

constexpr std::array<std::string_view, 57> kinds = {
    "charged",               // usage was charged (R4.1)
    "refused",               // usage, a grant or a change was refused (R4.7)
    "repeated",              // usage or a command came again under its key (R4.3)
    "granted",               // a lot was booked (R3.1)
    "scheduled",             // a lot was accepted for later (R3.5)
    "expired",               // a lot reached its end (R3.6)
    "changed",               // settings of the account or an agent were changed
    "top_up_requested",      // R9.1
    "top_up_refused",        // R9.1
    "charge",                // an attempt at a payment was sent to a gateway (R10.1)
    "answered",              // its answer came, the outcome comes with a notice
    "timed_out",             // no answer came in time; the outcome is awaited
    "credited",              // a notice of success brought its credit (R9.4)
    "already_credited",      // a further success of a payment brought nothing (R9.4)
    "declined",              // an attempt is known to have failed
    "notice_ignored",        // a notice changed nothing, or is of a payment that never was (R9.4)
    "recharge_failed",       // R10.4
    "recharge_off",          // auto-recharge was switched off after its last retry (R10.4)
    "looked_at",             // an expectation was answered
    "held",                  // credit was reserved (R6.1)
    "hold_refused",          // R6.1
    "captured",              // held credit was taken (R6.2)
    "capture_refused",       // R6.2
    "released",              // a hold was voided (R6.3)
    "ran_out",               // a hold ran out (R6.3)
    "release_refused",       // R6.5
    "debt_paid",             // R4.5
    "debt_dropped",          // R3.10
    "adjusted",              // an operator took credit (R3.11)
    "revoked",               // R3.11
    "recurred",              // a lot was granted again (R3.9)
    "reset",                 // a lot was carried over a reset (R3.10)
    "low_balance",           // R10.6
    "recharge_waits",        // R10.4, R10.5
    "carried",               // a lot of the plan got the next grant period (R8.2)
    "subscribed",            // a subscription began (R8.1)
    "subscription_refused",  // its first payment failed (R8.1)
    "turned",                // a billing cycle ended (R8.2)
    "renewed",               // R8.2
    "past_due",              // R8.3
    "plan_changed",          // R8.7
    "units_paid",            // R8.4
    "user_joined",           // R8.8
    "subscription_ended",    // R8.6
    "refunded",              // a usage or a capture was given back (R9.7)
    "refund_refused",        // R9.7
    "payment_refunded",      // R9.5
    "charged_back",          // R9.6
    "chargeback_won",        // R9.6
    "invoice_issued",        // R9.3
    "invoice_paid_part",     // R9.3
    "invoice_paid",          // R9.3
    "invoice_overdue",       // R9.3
    "invoice_voided",        // R9.3
    "estimated",             // R7.4
    "quoted",                // R7.4
    "overage_billed",        // usage beyond the credit is charged in money (R4.5)
};

constexpr std::array<std::string_view, 24> entries = {
    "usage",        "hold",       "captured_usage", "release",    "top_up",  "payment_failed",
    "grant",        "allocation", "scheduled",      "adjustment", "expiry",  "revocation",
    "refill",       "debt_paid",  "debt_dropped",   "refused",    "notice",  "carry",
    "subscription", "refund",     "payment_refund", "chargeback", "invoice", "overage",
};

std::string_view kind(const usage_event& body) {
  if (body.repeated) return "repeated";
  return is_refusal(body.result) ? "refused" : "charged";
}

std::string_view kind(const lot_event& body) {
  return body.result == outcome::scheduled ? "scheduled" : "granted";
}

std::string_view kind(const lot_end_event&) {
  return "expired";
}

std::string_view kind(const command_event& body) {
  if (body.repeated) return "repeated";
  if (body.of == command_event::what::top_up)
    return is_refusal(body.result) ? "top_up_refused" : "top_up_requested";
  return is_refusal(body.result) ? "refused" : "changed";
}

std::string_view kind(const charge_event&) {
  return "charge";
}

std::string_view kind(const heard_event& body) {
  switch (body.effect) {
    case notice_effect::awaiting:
      return body.answer == payment_answer::timed_out ? "timed_out" : "answered";
    case notice_effect::credited:
      return "credited";
    case notice_effect::failed:
      return "declined";
    case notice_effect::already_credited:
      return "already_credited";
    case notice_effect::ignored:
    case notice_effect::unknown_payment:
      return "notice_ignored";
  }
  throw defect("kind_of: an effect of a notice that is none");
}

std::string_view kind(const recharge_failed_event&) {
  return "recharge_failed";
}
std::string_view kind(const recharge_off_event&) {
  return "recharge_off";
}
std::string_view kind(const figures_event&) {
  return "looked_at";
}

std::string_view kind(const hold_event& body) {
  if (body.repeated) return "repeated";
  return is_refusal(body.result) ? "hold_refused" : "held";
}
std::string_view kind(const capture_event& body) {
  if (body.repeated) return "repeated";
  return is_refusal(body.result) ? "capture_refused" : "captured";
}
std::string_view kind(const release_event& body) {
  if (body.repeated) return "repeated";
  if (is_refusal(body.result)) return "release_refused";
  return body.ran_out ? "ran_out" : "released";
}
std::string_view kind(const debt_paid_event&) {
  return "debt_paid";
}
std::string_view kind(const debt_dropped_event&) {
  return "debt_dropped";
}
std::string_view kind(const adjust_event&) {
  return "adjusted";
}
std::string_view kind(const revoke_event&) {
  return "revoked";
}
std::string_view kind(const refill_event& body) {
  return body.because == refill_event::why::recurrence ? "recurred" : "reset";
}
std::string_view kind(const low_balance_event&) {
  return "low_balance";
}
std::string_view kind(const recharge_waits_event&) {
  return "recharge_waits";
}
std::string_view kind(const invoice_event& body) {
  return name_of(body.of);
}
std::string_view kind(const estimate_event&) {
  return "estimated";
}
std::string_view kind(const quote_event&) {
  return "quoted";
}
std::string_view kind(const overage_event&) {
  return "overage_billed";
}
std::string_view kind(const carry_event&) {
  return "carried";
}
std::string_view kind(const subscription_event& body) {
  return name_of(body.of);
}
std::string_view kind(const refund_event& body) {
  if (body.repeated) return "repeated";
  return is_refusal(body.result) ? "refund_refused" : "refunded";
}
std::string_view kind(const payment_refund_event&) {
  return "payment_refunded";
}
std::string_view kind(const chargeback_event& body) {
  return body.is_won ? "chargeback_won" : "charged_back";
}

}  // namespace

std::string_view kind_of(const event& what) {
  return std::visit([](const auto& body) { return kind(body); }, what.body);
}

std::span<const std::string_view> event_kinds() {
  return kinds;
}

std::span<const std::string_view> history_entries() {
  return entries;
}

}  // namespace drawdown
