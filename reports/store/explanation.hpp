// What stands behind the figures of an account at an instant: every movement, lot by lot, hold by hold and
// debt by debt (R12.2). The sums are those of the movements shown; beside them stands what the history and
// the books say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/world/names.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// One movement of a lot, a hold or a debt.
struct explained_movement {
  std::uint64_t number = 0;  // of the event
  instant at;
  std::string description;
  std::string what;  // of a lot or a debt: the word of the table `movements` or `debt_movements`
  credits change;    // of what is left, reserved or owed
  credits held_change;
  credits after;  // what is left, reserved or owed then
  credits held_after;
};

// A lot as it stood: left = booked + refilled - used - expired - revoked (R14.1).
struct explained_lot {
  lot_id lot = 0;
  lot_kind kind = lot_kind::free;
  credits granted;  // the amount that was accepted
  instant created;
  instant effective;
  instant expires;
  money cost;
  std::optional<payment_id> payment;
  std::string key;
  std::optional<std::string> user;    // whose usage alone it pays (R3.8)
  std::vector<std::string> meters;    // that it pays for alone; empty: all
  std::optional<std::string> recurs;  // R3.9
  credits booked;                     // zero while it is only scheduled (R3.5)
  credits refilled;
  credits used;
  credits expired;
  credits revoked;
  credits left;
  credits held;  // part of what is left
  std::vector<explained_movement> movements;
};

// A hold that was open: left = amount - captured - released (R6).
struct explained_hold {
  std::uint32_t hold = 0;
  std::string key;
  instant placed;
  instant runs_out;
  std::string description;  // of the event that placed it
  credits amount;           // as far as it is credit of the kind that is explained
  credits captured;
  credits released;
  credits left;
  std::vector<explained_movement> movements;
};

// A debt of which something was owed: owed = amount - paid - dropped - withdrawn (R4.5).
struct explained_debt {
  debt_id debt = 0;
  std::string key;
  instant made;
  std::string description;  // of the event that made it
  credits amount;
  credits paid;
  credits dropped;
  credits withdrawn;  // its usage was refunded (R9.7), or its chargeback was won (R9.6)
  credits owed;
  std::vector<explained_movement> movements;
};

struct explanation {
  account_index account = 0;
  std::string account_name;
  instant at;
  std::optional<lot_kind> kind;  // of the credit that is explained; nothing: all
  std::uint64_t last_event = 0;  // at or before the instant; 0: there was none
  std::vector<explained_lot> lots;
  std::vector<explained_hold> holds;  // open ones
  std::uint64_t holds_ended = 0;      // before
  std::vector<explained_debt> debts;  // open ones; none where a kind is explained, since debt has none
  std::uint64_t debts_ended = 0;
  // What usage was invoiced, and billed (R4.13); none where a kind is explained, or where all of it is
  // billed.
  std::vector<explained_movement> invoiced;

  // What the history says after the last event; of a kind, what the books say of the balance (R13.1).
  credits said_balance;
  std::optional<credits> said_held;
  std::optional<credits> said_debt;

  // The sums over what is shown.
  credits balance() const;
  credits held() const;
  credits available() const { return balance() - held(); }
  credits debt() const;
  credits unbilled() const { return invoiced.empty() ? credits{} : invoiced.back().after; }
  // Whether the movements come to what is said.
  bool adds_up() const;
};

// Explains the figures as they stood at the end of an instant.
result<explanation> explain(const run_store& from, account_index account, std::optional<lot_kind> kind,
                            instant at);

}  // namespace drawdown::reports
