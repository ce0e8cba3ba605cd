// What the events of one account say of its payments: attempts, invoices, refunds and chargebacks (R9).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/units/error.hpp"
#include "engine/world/event.hpp"
#include "engine/world/world.hpp"

namespace drawdown::reports {

// An invoice as it stands (R9.3). The payment's amount is what it is over.
struct invoice_record {
  instant issued;
  instant due;
  money open;
  invoice_state state = invoice_state::open;
  std::optional<instant> ended;  // when it was paid in full or voided
};

// A payment as it stands (R9.3 to R9.6, R10).
struct payment_record {
  // How far the customer's bank went (R9.6).
  enum class dispute : std::uint8_t { none, charged_back, won };

  effect_key key;
  payment_for of = payment_for::top_up;
  money amount;  // zero where a notice by hand is all that was heard of it: nobody has told it then (R8.3)
  credits brings;
  instant requested;
  std::uint32_t attempts = 0;                       // charges that were sent
  std::map<std::uint32_t, gateway_index> gateways;  // by attempt
  std::string last_reason;  // of the latest decline; empty where a notice by hand said so
  bool waits_for_retry = false;
  bool given_up = false;  // no attempt follows the one that is in flight
  bool failed = false;    // no further attempt will be made
  bool in_vain = false;   // it succeeded when nothing waited for it any more, and is given back (R8.6)
  std::optional<instant> credited;
  money paid;        // that came in
  money given_back;  // refunded (R9.5, R8.6)
  money taken_back;  // by a chargeback
  credits overage;   // usage beyond the credit that is in its price (R4.5)
  dispute disputed = dispute::none;
  std::optional<invoice_record> invoice;

  bool is_recharge() const { return of == payment_for::recharge; }
  // Whether it buys credit by itself: else it is for a subscription (R8), or usage that was invoiced (R4.13).
  bool is_purchase() const { return of == payment_for::top_up || is_recharge(); }
  // `credited`, `failed` or `in_flight`.
  std::string_view state() const { return credited ? "credited" : failed ? "failed" : "in_flight"; }
  // How far it has come, in the words of expectations.
  payment_state how_far() const;
};

// The word of the run store: `charged_back`; empty of none.
std::string_view name_of(payment_record::dispute d);

class payment_history {
 public:
  payment_history(const world& in, const account_spec& spec)
      : in_(in), recharges_(spec.auto_recharge.has_value()) {}

  const std::map<payment_id, payment_record>& all() const { return payments_; }
  // Null where no attempt was sent, no invoice issued, and no notice of it given by hand.
  const payment_record* find(payment_id id) const;
  const payment_record* under(const effect_key& key) const;
  // Which gateway an attempt at a payment was sent to, if it was.
  std::optional<gateway_index> gateway_of(payment_id payment, std::uint32_t attempt) const;
  // Why a gateway declined; empty where it did not, or where a notice by hand gave no reason.
  std::string reason_of(const heard_event& heard) const;

  // -- Take an event in. `corrupt` where it names a payment that never was.
  void take(instant at, const charge_event& charge);
  void take(const overage_event& billed) { overage_[billed.payment] = billed.amount; }
  result<void> take(instant at, const heard_event& heard);
  result<void> take(const recharge_off_event& off);
  result<void> take(instant at, const invoice_event& invoice);
  result<void> take(const payment_refund_event& refund);
  result<void> take(const chargeback_event& chargeback);
  // A renewal may fail before any attempt is sent (R8.3). A subscription that is over asks for no further
  // attempt (R8.6).
  void take(instant at, const subscription_event& change);

  // Recharging was switched on or off by a step: then a recharge that waits has no further attempt (R10.4).
  void switch_recharging(bool on);

 private:
  bool is_tried_again(const payment_record& declined) const;
  void end_retries(payment_for least, payment_for last);
  payment_record* heard_of(const heard_event& heard);
  payment_record& issued(instant at, const invoice_event& invoice);
  credits overage_of(payment_id payment) const;

  const world& in_;
  std::map<payment_id, payment_record> payments_;
  std::map<effect_key, payment_id> under_;
  std::map<payment_id, payment_record> unsent_;  // renewals that failed before an attempt was sent
  std::map<payment_id, credits> overage_;        // that was billed, told before the payment is made
  bool recharges_;                               // auto-recharge has terms and is switched on
};

}  // namespace drawdown::reports
