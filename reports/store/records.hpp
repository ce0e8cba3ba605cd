// What a lot, a hold, a debt and a payment come to after the events read so far.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/world/event.hpp"

namespace drawdown::reports {

// What an event did to a lot (R14.1).
enum class movement : std::uint8_t {
  scheduled,  // accepted for later; nothing moved yet (R3.5)
  granted,
  used,      // by a debit, a capture, an adjustment, or to pay debt
  held,      // reserved (R6.1)
  released,  // given back to the lot by a hold
  expired,   // written off, by its end or where it began anew
  revoked,
  refilled,
};

// The word of the run store: `granted`.
std::string_view name_of(movement what);

// How an event changed what is left and what is held of a lot; both zero where it only says something of it.
struct lot_movement {
  lot_id lot = 0;
  movement what = movement::used;
  credits left;
  credits held;
  friend bool operator==(const lot_movement&, const lot_movement&) = default;
};

// A lot as it stands (R3.1). granted + refilled = used + expired + revoked + left (R14.1).
struct lot_record {
  lot_event made;  // as it was accepted or booked
  bool booked = false;
  bool taken_back = false;  // it was revoked (R3.11)
  credits refilled;
  credits used;
  credits expired;
  credits revoked;
  credits held;                  // part of what is left
  std::optional<instant> ended;  // its end came, or it was revoked

  credits left() const { return made.amount + refilled - used - expired - revoked; }
  // `scheduled`, `open`, `ended`, `revoked`, or `withdrawn`: revoked before it was ever booked.
  std::string_view state() const {
    if (taken_back) return booked ? "revoked" : "withdrawn";
    return ended ? "ended" : booked ? "open" : "scheduled";
  }
};

// A hold as it stands (R6). amount = captured + released + left.
struct hold_record {
  hold_event placed;
  std::uint64_t event = 0;  // number of the event that placed it
  instant at;
  credits captured;
  credits released;  // wherever it went (R3.7)
  std::optional<instant> ended;
  std::string_view state = "open";  // or `captured`, `voided`, `ran_out`

  credits left() const { return placed.amount - captured - released; }
};

// What somebody owes to the account's books (R4.5). amount = paid + dropped + open.
struct debt_record {
  std::uint64_t event = 0;  // number of the event that made it
  instant at;
  effect_key key;
  agent_index agent = no_agent;
  user_index user = no_user;
  group_index group = no_group;
  std::optional<std::uint16_t> meter;  // nothing: of an adjustment, or of what no meter counted
  bool by_adjustment = false;
  credits amount;
  credits paid;
  credits dropped;

  credits open() const { return amount - paid - dropped; }
  // `open`, `paid`, or `dropped` where at least the last of it was.
  std::string_view state() const {
    if (!open().is_zero()) return "open";
    return dropped.is_zero() ? "paid" : "dropped";
  }
};

// A payment as it stands (R9.3, R10).
struct payment_record {
  charge_event first;
  instant requested;
  std::uint32_t attempts = 0;                       // charges that were sent
  std::map<std::uint32_t, gateway_index> gateways;  // by attempt
  std::string last_reason;  // of the latest decline; empty where a notice by hand said so
  bool waits_for_retry = false;
  bool failed = false;  // no further attempt will be made
  std::optional<instant> credited;

  // `credited`, `failed` or `in_flight`.
  std::string_view state() const { return credited ? "credited" : failed ? "failed" : "in_flight"; }
};

// What a step or a usage was answered with.
struct step_answer {
  std::string_view
      step;  // `use`, `top_up`, `grant`, `set`, `hold`, `capture`, `void`, `revoke`, `adjust`, `reset`
  effect_key key;
  agent_index agent = no_agent;
  outcome result = outcome::charged;
  bool repeated = false;
};

}  // namespace drawdown::reports
