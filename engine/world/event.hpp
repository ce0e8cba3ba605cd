// What both ledgers say happened, in the same words: one event per thing that a customer, an engineer or an
// auditor may ask about (R12.1). Events of an account are in order; their position in that order, from 1, is
// their number.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "engine/settings/settings.hpp"
#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/world/figures.hpp"
#include "engine/world/names.hpp"
#include "engine/world/outcome.hpp"

namespace drawdown {

// What a debit took from one lot (R3.4).
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
  friend bool operator==(const lot_event&, const lot_event&) = default;
};

// A lot reached its end instant; what was left is written off (R3.6). Also where nothing was left.
struct lot_end_event {
  lot_id lot = 0;
  credits expired;
  credits balance;
  friend bool operator==(const lot_end_event&, const lot_end_event&) = default;
};

// A top-up, grant or change that moved nothing by itself: asked for, refused, or repeated. A grant that was
// accepted shows as a lot_event instead.
struct command_event {
  enum class what : std::uint8_t { top_up, grant, set };
  effect_key key;
  what of = what::top_up;
  outcome result = outcome::requested;
  bool repeated = false;
  friend bool operator==(const command_event&, const command_event&) = default;
};

// An attempt at a payment was sent to a gateway (R10.1).
struct charge_event {
  payment_id payment = 0;
  effect_key key;
  std::uint32_t attempt = 1;
  bool recharge = false;
  std::uint16_t gateway = 0;
  money amount;
  credits brings;
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

// The answer to an expectation: figures as they stand at the end of the instant (R2.4 I).
struct figures_event {
  std::uint32_t expectation = 0;
  agent_index agent = no_agent;
  figures account;
  credits agent_spent;         // in the usage period, if an agent is named (R5.3)
  bool agent_stopped = false;  // R5.2
  friend bool operator==(const figures_event&, const figures_event&) = default;
};

using event_body = std::variant<usage_event, lot_event, lot_end_event, command_event, charge_event,
                                heard_event, recharge_failed_event, recharge_off_event, figures_event>;

struct event {
  instant at;
  event_body body;
  friend bool operator==(const event&, const event&) = default;
};

}  // namespace drawdown
