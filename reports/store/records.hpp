// What a lot, a hold and a debt come to after the events read so far.
#pragma once

#include <cstdint>
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
  refunded,  // given back by a debit (R9.7), wherever it goes from there
  carried,   // over the turn of its grant period (R8.2); nothing moved
};
inline constexpr std::size_t movements = 10;

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
  std::uint32_t carried = 0;     // so often (R8.2)
  bool charged_back = false;     // with the payment that brought it (R9.6)
  std::optional<instant> ended;  // its end came, or it was revoked or charged back

  credits left() const { return made.amount + refilled - used - expired - revoked; }
  // `scheduled`, `open`, `ended`, `revoked`, `charged_back`, or `withdrawn`: revoked before it was ever
  // booked.
  std::string_view state() const {
    if (charged_back) return "charged_back";
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

// What debt came from (R4.5).
enum class debt_cause : std::uint8_t { usage, adjustment, chargeback };

// The word of the run store: `chargeback`.
std::string_view name_of(debt_cause cause);

// What somebody owes to the account's books (R4.5). amount = paid + dropped + withdrawn + open.
struct debt_record {
  std::uint64_t event = 0;  // number of the event that made it
  instant at;
  effect_key key;
  agent_index agent = no_agent;
  user_index user = no_user;
  group_index group = no_group;
  std::optional<std::uint16_t> meter;  // nothing: of an adjustment, or of what no meter counted
  debt_cause cause = debt_cause::usage;
  payment_id payment = 0;  // that was charged back
  credits amount;
  credits paid;
  credits dropped;
  credits withdrawn;  // its usage was refunded (R9.7), or its chargeback was won (R9.6)

  credits open() const { return amount - paid - dropped - withdrawn; }
  // `open`, `paid`, or `dropped` or `withdrawn` where at least the last of it was.
  std::string_view state() const {
    if (!open().is_zero()) return "open";
    if (!withdrawn.is_zero()) return "withdrawn";
    return dropped.is_zero() ? "paid" : "dropped";
  }
};

// What an event did to a debt; `change` is below zero where less is owed after it.
struct debt_movement {
  enum class how : std::uint8_t { made, paid, dropped, withdrawn };
  debt_id debt = 0;
  how what = how::made;
  credits change;
  friend bool operator==(const debt_movement&, const debt_movement&) = default;
};

// The word of the run store: `paid`.
std::string_view name_of(debt_movement::how what);

// What a step or a usage was answered with.
struct step_answer {
  std::string_view step;  // as the language has it: `use`, `top_up`, `grant`, `refund`, …
  effect_key key;
  agent_index agent = no_agent;
  outcome result = outcome::charged;
  bool repeated = false;
};

}  // namespace drawdown::reports
