// What both ledgers say happened, in the same words: one event per thing that a customer, an engineer or an
// auditor may ask about (R12.1). Events of an account are in order; their position in that order, from 1, is
// their number.
#pragma once

#include <cstdint>
#include <variant>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/world/credit_events.hpp"
#include "engine/world/figures.hpp"
#include "engine/world/names.hpp"
#include "engine/world/outcome.hpp"
#include "engine/world/payment_events.hpp"
#include "engine/world/subscription_events.hpp"

namespace drawdown {

// A command that moved nothing by itself: asked for, changed, refused, or repeated. What was accepted of the
// others shows as an event of its own.
struct command_event {
  enum class what : std::uint8_t {
    top_up,
    grant,
    set,
    revoke,
    adjust,
    reset,
    subscribe,
    change_plan,
    cancel,
    resume,
    add_on,
    add_user,
    remove_user,
    refund,
    refund_payment,
    chargeback,
    win_chargeback,
    view_usage,
    invoice,
    pay_invoice,
    void_invoice,
    estimate,
    quote
  };
  effect_key key;
  what of = what::top_up;
  outcome result = outcome::requested;
  bool repeated = false;
  friend bool operator==(const command_event&, const command_event&) = default;
};

// What planned activities would cost (R7.4).
struct estimate_event {
  effect_key key;
  agent_index agent = no_agent;
  credits total;
  credits available;  // now, of what the agent may spend on them
  credits after;      // below zero where credit is missing
  credits missing;
  money offer;  // the cheapest purchase that covers it; zero where none is needed, or none does
  credits brings;
  friend bool operator==(const estimate_event&, const estimate_event&) = default;
};

// What a change would cost (R7.4).
struct quote_event {
  effect_key key;
  money now;        // due at once
  credits grants;   // on its payment
  money per_cycle;  // from the next cycle on
  instant acts;     // at once, or at the next renewal
  friend bool operator==(const quote_event&, const quote_event&) = default;
};

// What is available fell below the level (R10.6).
struct low_balance_event {
  credits level;
  credits available;
  friend bool operator==(const low_balance_event&, const low_balance_event&) = default;
};

// The answer to an expectation: figures as they stand at the end of the instant (R2.4 I).
struct figures_event {
  std::uint32_t expectation = 0;
  agent_index agent = no_agent;
  figures account;
  credits agent_spent;         // in the usage period, if an agent is named (R5.3)
  credits agent_held;          // in its open holds, whenever they were placed (R5.3)
  bool agent_stopped = false;  // R5.2
  bool suspended = false;      // debt of a chargeback is not paid (R9.6)
  subscription_figures subscription{};
  friend bool operator==(const figures_event&, const figures_event&) = default;
};

using event_body =
    std::variant<usage_event, lot_event, lot_end_event, command_event, charge_event, heard_event,
                 recharge_failed_event, recharge_off_event, figures_event, hold_event, capture_event,
                 release_event, debt_paid_event, debt_dropped_event, adjust_event, revoke_event, refill_event,
                 low_balance_event, recharge_waits_event, carry_event, subscription_event, refund_event,
                 payment_refund_event, chargeback_event, invoice_event, estimate_event, quote_event,
                 overage_event>;

struct event {
  instant at;
  event_body body;
  friend bool operator==(const event&, const event&) = default;
};

}  // namespace drawdown
