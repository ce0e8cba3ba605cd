// What happens to payments: charges and what is heard of them, recharges, invoices, refunds, chargebacks (R9,
// R10).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/world/credit_events.hpp"
#include "engine/world/names.hpp"
#include "engine/world/outcome.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown {

// What a payment is for.
enum class payment_for : std::uint8_t {
  top_up,        // R9.1
  recharge,      // R10.2
  subscription,  // its first cycle (R8.1)
  renewal,       // R8.2
  plan_change,   // R8.7
  units,         // of an add-on (R8.4)
  user,          // who joins (R8.8)
  overage,       // usage beyond the credit, where no cycle's charge takes it (R4.5)
};
std::string_view name_of(payment_for f);

// An attempt at a payment was sent to a gateway (R10.1).
struct charge_event {
  payment_id payment = 0;
  effect_key key;
  std::uint32_t attempt = 1;
  payment_for of = payment_for::top_up;
  std::uint16_t gateway = 0;
  money amount;
  credits brings;  // of a subscription's payment nothing: what it grants is told as lots

  bool is_recharge() const { return of == payment_for::recharge; }
  friend bool operator==(const charge_event&, const charge_event&) = default;
};

// An answer or a notice was heard (R9.4, R10.1).
struct heard_event {
  payment_id payment = 0;  // 0: unknown to this account
  effect_key key;
  std::uint32_t attempt = 0;
  bool is_answer = false;
  bool by_hand = false;  // delivered by a `notice` step
  payment_answer answer = payment_answer::succeeded;
  std::uint16_t reason = 0;
  notice_effect effect = notice_effect::awaiting;
  friend bool operator==(const heard_event&, const heard_event&) = default;
};

// Auto-recharge could not buy credit (R10.4): reported once per downward crossing of the threshold.
struct recharge_failed_event {
  payment_id payment = 0;  // 0: none was made
  bool declined = false;   // by the gateway, for `reason`; else `why` says it
  std::uint16_t reason = 0;
  outcome why = outcome::no_payment_method;
  friend bool operator==(const recharge_failed_event&, const recharge_failed_event&) = default;
};

// After the last retry failed auto-recharge was switched off (R10.4).
struct recharge_off_event {
  payment_id payment = 0;
  friend bool operator==(const recharge_off_event&, const recharge_off_event&) = default;
};

// Why a recharge that is needed is not made for now (R10.4, R10.5).
enum class recharge_wait : std::uint8_t { broken, back_off, cooldown, max_per_period, max_spend_per_period };

// Auto-recharge waits, and says so once (R10.5).
struct recharge_waits_event {
  recharge_wait why = recharge_wait::cooldown;
  instant until = instant::never();  // never: until somebody does something
  friend bool operator==(const recharge_waits_event&, const recharge_waits_event&) = default;
};

// Credit of a payment was taken back for its money (R9.5), or a subscription's money was given back (R8.6).
struct payment_refund_event {
  effect_key key;      // of the step; where nobody asked for it, of the payment
  effect_key payment;  // its key
  payment_id id = 0;
  money given_back;
  std::vector<slice> slices;  // taken from its lots
  credits balance;
  friend bool operator==(const payment_refund_event&, const payment_refund_event&) = default;
};

// The customer's bank took a payment back, or gave it back (R9.6).
struct chargeback_event {
  effect_key key;
  effect_key payment;  // its key
  payment_id id = 0;
  bool is_won = false;
  money amount;
  credits debt;               // that was made; where it was won, that is owed no more
  std::vector<slice> slices;  // revoked; where it was won nothing, what returns is told as lots
  credits balance;
  friend bool operator==(const chargeback_event&, const chargeback_event&) = default;
};

// An invoice was issued, paid, overdue or voided (R9.3).
struct invoice_event {
  enum class what : std::uint8_t { issued, paid_part, paid, overdue, voided };
  what of = what::issued;
  effect_key key;      // of the step; where nobody asked for it, of the payment
  effect_key invoice;  // the key of what it is for
  payment_id payment = 0;
  payment_for why = payment_for::top_up;
  money amount;  // issued: to be paid; paid: now; voided: given back
  money open;    // after it
  credits brings;
  instant due;
  friend bool operator==(const invoice_event&, const invoice_event&) = default;
};
std::string_view name_of(invoice_event::what w);

// Usage beyond the credit was billed (R4.5): so much of it is in the price of that payment, which is made
// right behind.
struct overage_event {
  payment_id payment = 0;
  effect_key key;  // of the payment
  credits amount;
  money price{};  // of the payment, so much is for this
  friend bool operator==(const overage_event&, const overage_event&) = default;
};

}  // namespace drawdown
