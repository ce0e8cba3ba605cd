// Reads the history in a run store, event by event.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/error.hpp"
#include "engine/units/money.hpp"
#include "engine/world/event.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// The lot that an event is about.
struct event_lot {
  lot_id lot = 0;
  std::string kind;
  std::int32_t priority = 0;
  instant effective;
  instant expires;
  money cost;
};

// The payment that an event is about.
struct event_payment {
  payment_id payment = 0;
  payment_for purpose = payment_for::top_up;
  money amount;
  credits brings;
};

// What an event did to a lot; `what` is the word of the table `movements`.
struct movement_row {
  lot_id lot = 0;
  std::string what;
  credits left;
  credits held;
};

// What an event did to a debt; `what` is the word of the table `debt_movements`.
struct debt_row {
  debt_id debt = 0;
  std::string what;
  credits change;
};

// An event with its names resolved; docs/run-store.md says what its columns mean.
struct event_row {
  account_index account = 0;
  std::string account_name;
  std::uint64_t number = 0;
  instant at;
  std::string kind;
  std::optional<std::string> entry;  // in the customer's history
  std::string description;
  credits change;
  credits debt_change;
  credits balance;
  credits held;
  credits owed;
  std::optional<credits> amount;
  std::optional<credits> forgiven;
  std::optional<credits> invoiced;  // change of what is invoiced and not billed yet
  std::optional<money> moved;
  std::optional<money> worth;
  std::optional<std::string> outcome;
  std::optional<std::string> agent;
  std::optional<std::string> user;
  std::optional<std::string> group;
  std::optional<std::string> meter;
  std::optional<std::string> feature;
  std::optional<std::string> key;
  std::optional<debt_id> debt;
  std::optional<credits> level;
  std::optional<instant> until;
  std::optional<std::uint32_t> attempt;
  std::optional<std::string> answer;
  std::optional<std::string> heard_as;
  std::optional<std::string> subscription;  // its state after it
  std::optional<std::string> plan;          // in force after it
  std::optional<money> price;               // charged, invoiced, offered or quoted
  std::optional<event_lot> lot;
  std::optional<event_payment> payment;
  std::vector<movement_row> movements;     // of the lots, in the order in which the event tells them
  std::vector<debt_row> debts;             // what it did to debts, in that order
  std::optional<figures_event> figures;    // of figures that were looked at, without numbers of names
  std::optional<estimate_event> estimate;  // what an estimate said, without its key and agent
};

// What every event of its kind has. A row that lacks it is of a store that was damaged (`defect`).
template <class Value>
const Value& told(const std::optional<Value>& of_its_kind) {
  ensure(of_its_kind.has_value(), "an event lacks what every event of its kind has");
  return *of_its_kind;
}

// Shows every event of the run to `show`, by instant, account and number.
result<void> for_each_event(const run_store& from, const std::function<void(const event_row&)>& show);

// What of an account's history is wanted. Without a kind, the entries that its billing page lists: movements
// of credit, refusals, payments that failed (of a recharge its one report, not each attempt) and notices;
// what was only said or asked for is left out.
struct history_choice {
  account_index account = 0;
  std::optional<std::string> kind = {};     // an entry (`usage`) or a kind of event (`charged`, `answered`)
  std::optional<std::string> agent = {};    // only what this agent stands behind
  std::optional<std::string> user = {};     // only what was on behalf of this user (R5.5)
  std::optional<std::string> group = {};    // only what is counted under this group
  std::optional<std::string> feature = {};  // only usage of meters of this feature
  std::optional<std::string> meter = {};
};

// How many events were chosen.
result<std::uint64_t> count_history(const run_store& from, const history_choice& what);

// So many of them, newest first, after leaving out the `skipped` newest ones.
result<std::vector<event_row>> read_history(const run_store& from, const history_choice& what,
                                            std::uint64_t skipped, std::uint64_t count);

// The number of an account's last event; 0 where it has none.
result<std::uint64_t> last_event(const run_store& from, account_index of);

// All events of an account whose numbers are in `first` to `last`, whatever their kind, oldest
// first, without their movements.
result<std::vector<event_row>> read_events(const run_store& from, account_index of, std::uint64_t first,
                                           std::uint64_t last);

}  // namespace drawdown::reports
