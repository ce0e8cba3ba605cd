// What happens to lots, holds and debt: usage, grants, what ends, what comes back (R3, R4, R6, R9.7).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/world/names.hpp"
#include "engine/world/outcome.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown {

// What a debit took from one lot, or a hold reserved of it (R3.4, R6.1).
struct slice {
  lot_id lot = 0;
  credits amount;
  friend bool operator==(const slice&, const slice&) = default;
};

// Usage that was charged or refused (R4). A repeated one shows the first outcome again and moves nothing.
struct usage_event {
  effect_key key;
  agent_index agent = no_agent;
  std::uint16_t meter = 0;
  std::int64_t quantity = 0;  // as used, before minimum and increment
  outcome result = outcome::charged;
  bool repeated = false;
  credits amount;             // what it cost, also where it was refused for it; zero where that is not known
  credits balance;            // after it
  std::vector<slice> slices;  // empty where nothing was taken
  user_index user = no_user;
  group_index group = no_group;
  credits debt{};                          // the part that became debt (R4.5)
  credits forgiven{};                      // the part that was forgiven (R4.5)
  std::int64_t times = 1;                  // what the quantity was multiplied by (R7.1)
  value_index value = no_value;            // of the attribute that the price goes by (R7.2)
  instant occurred_at = instant::never();  // as it was given (R2.5); never: it was not
  std::uint16_t version = 0;               // of the catalog that priced it (R7.3)
  std::int64_t uncharged = 0;              // the part of the quantity that nothing covered (R4.1)
  credits invoiced{};                      // the part that is to be paid in money (R4.5)
  friend bool operator==(const usage_event&, const usage_event&) = default;
};

// A lot: accepted for later, or booked and spendable from now on (R3.1, R3.5).
struct lot_event {
  lot_id lot = 0;
  lot_kind kind = lot_kind::free;
  outcome result = outcome::granted;  // `granted` or `scheduled`
  credits amount;
  instant created;
  instant effective;
  instant expires;
  std::int32_t priority = 0;
  money cost;
  payment_id payment = 0;  // that bought it; 0: none
  effect_key key;          // of the grant, or of the payment
  credits balance;         // after it
  restriction only{};      // R3.8
  std::optional<recurrence> recurs{};
  std::optional<rollover_terms> rollover{};
  instant ends{instant::never()};  // its end instant, by the settings of R2.1; never: it has none of its own
  bool of_cycle{false};            // of a subscription: it ends with its grant period (R3.2)
  friend bool operator==(const lot_event&, const lot_event&) = default;
};

// A lot reached its end instant; what was left is written off (R3.6). Also where nothing was left.
struct lot_end_event {
  lot_id lot = 0;
  credits expired;
  credits balance;
  friend bool operator==(const lot_end_event&, const lot_end_event&) = default;
};

// Credit was reserved, or was not (R6.1).
struct hold_event {
  effect_key key;
  agent_index agent = no_agent;
  user_index user = no_user;
  group_index group = no_group;
  meter_index meter = no_meter;
  std::int64_t quantity = 0;  // of the meter, where it was held by quantity
  outcome result = outcome::held;
  bool repeated = false;
  credits amount;             // asked for; zero where that is not known
  instant runs_out;           // when it is voided by itself (R6.3); 1970 where nothing was held
  credits balance;            // as before: a hold lowers what is available
  std::vector<slice> slices;  // what of which lot is reserved, in that order
  std::int64_t times{1};      // of the quantity (R7.1)
  value_index value{no_value};
  friend bool operator==(const hold_event&, const hold_event&) = default;
};

// What became of reserved credit that was not captured (R3.7).
enum class released_to : std::uint8_t { lot, expired, revoked };

// What a hold gave back of one lot.
struct released_slice {
  lot_id lot = 0;
  credits amount;
  released_to went = released_to::lot;
  friend bool operator==(const released_slice&, const released_slice&) = default;
};

// Held credit was taken, or was not (R6.2). Whose it is comes from the hold, where there is one.
struct capture_event {
  effect_key key;
  effect_key hold;
  agent_index agent = no_agent;
  user_index user = no_user;
  group_index group = no_group;
  meter_index meter = no_meter;  // that it was captured by, else that of the hold
  std::int64_t quantity = 0;     // of the meter, where it was captured by quantity
  outcome result = outcome::captured;
  bool repeated = false;
  credits amount;  // taken; where it was refused, asked for
  credits balance;
  bool open = false;                     // the hold goes on with what is left of it
  std::vector<slice> slices;             // what of which lot was taken
  std::vector<released_slice> released;  // the rest, unless it stays held
  std::int64_t times{1};                 // of the quantity (R7.1)
  value_index value{no_value};
  friend bool operator==(const capture_event&, const capture_event&) = default;
};

// A hold was voided by somebody, or ran out; or it was not, because it had ended (R6.3, R6.5).
struct release_event {
  effect_key key;  // of the step; where it ran out, of the hold
  effect_key hold;
  agent_index agent = no_agent;
  bool ran_out = false;
  outcome result = outcome::voided;
  bool repeated = false;
  credits amount;  // given back by the hold, wherever it went
  credits balance;
  std::vector<released_slice> released;
  friend bool operator==(const release_event&, const release_event&) = default;
};

// Lots paid debt (R4.5): one event for each debt that was paid or partly paid.
struct debt_paid_event {
  debt_id debt = 0;
  effect_key key;  // of the debit that made it
  agent_index agent = no_agent;
  credits amount;
  credits balance;
  credits owed;  // all debt of the account after it
  std::vector<slice> slices;
  friend bool operator==(const debt_paid_event&, const debt_paid_event&) = default;
};

// A reset ended all debt (R3.10, `preserve_overage: no`).
struct debt_dropped_event {
  credits amount;
  friend bool operator==(const debt_dropped_event&, const debt_dropped_event&) = default;
};

// An operator took credit (R3.11).
struct adjust_event {
  effect_key key;
  credits amount;  // above zero
  credits debt;    // the part that became debt
  credits balance;
  std::vector<slice> slices;
  friend bool operator==(const adjust_event&, const adjust_event&) = default;
};

// What was left of a grant went (R3.11).
struct revoke_event {
  effect_key key;    // of the step
  effect_key grant;  // of the lot
  lot_id lot = 0;
  credits amount;  // zero of a lot that is only scheduled
  credits balance;
  friend bool operator==(const revoke_event&, const revoke_event&) = default;
};

// A lot began anew: it recurred (R3.9), or a reset carried it over (R3.10).
struct refill_event {
  enum class why : std::uint8_t { recurrence, reset };
  lot_id lot = 0;
  why because = why::recurrence;
  credits expired;   // what was written off
  credits refilled;  // what was added
  credits balance;
  friend bool operator==(const refill_event&, const refill_event&) = default;
};

// What the turn of a grant period, or a smaller plan, left of a lot of the plan (R8.2).
struct carry_event {
  lot_id lot = 0;
  credits carried;  // what goes on of it, with what was refilled; held credit is no part of it
  credits expired;  // trimmed
  instant expires;  // its end from now on
  credits balance;
  credits refilled{};  // added, where the plan carries at least so much
  friend bool operator==(const carry_event&, const carry_event&) = default;
};

// Where refunded credit of a slice went (R9.7).
enum class refunded_to : std::uint8_t {
  lot,        // back to its lot
  expired,    // its lot has ended: it ended again
  revoked,    // its lot was revoked or charged back, and there was no debt of that
  regranted,  // its lot has ended: it comes in a new lot
  debt,       // its lot was charged back: it paid that debt
};

// What a refund gave back of one slice.
struct refunded_slice {
  lot_id lot = 0;
  credits amount;
  refunded_to went = refunded_to::lot;
  friend bool operator==(const refunded_slice&, const refunded_slice&) = default;
};

// A usage or a capture was given back, or was not (R9.7). Whose it is comes from the debit, where there is
// one.
struct refund_event {
  effect_key key;
  effect_key debit;
  agent_index agent = no_agent;
  user_index user = no_user;
  group_index group = no_group;
  meter_index meter = no_meter;
  outcome result = outcome::refunded;
  bool repeated = false;
  credits amount;  // given back; where it was refused, asked for
  credits debt;    // the part that was still open debt of the debit, and is owed no more
  credits balance;
  std::vector<refunded_slice> slices;  // in the order in which they were unwound
  credits invoiced{};                  // the part that was not billed yet, and is not to be any more (R4.5)
  friend bool operator==(const refund_event&, const refund_event&) = default;
};

}  // namespace drawdown
