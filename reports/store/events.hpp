// Reads the history in a run store, event by event.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
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
  money amount;
  credits brings;
};

// An event with its names resolved; docs/run-store.md says what its columns mean.
struct event_row {
  account_index account = 0;
  std::string account_name;
  std::uint64_t number = 0;
  instant at;
  std::string kind;
  std::string description;
  credits change;
  credits balance;
  std::optional<credits> amount;
  std::optional<money> moved;
  std::optional<money> worth;
  std::optional<std::string> outcome;
  std::optional<std::string> agent;
  std::optional<std::string> key;
  std::optional<std::uint32_t> attempt;
  std::optional<std::string> answer;
  std::optional<std::string> heard_as;
  std::optional<event_lot> lot;
  std::optional<event_payment> payment;
  std::vector<slice> slices;             // of a debit
  std::optional<figures_event> figures;  // of figures that were looked at, without the agent's number
};

// Shows every event of the run to `show`, by instant, account and number.
result<void> for_each_event(const run_store& from, const std::function<void(const event_row&)>& show);

// The last transactions of an account as its billing page lists them, oldest first: movements of credit,
// refusals, and payments that failed (of a recharge its one report, not each attempt). What was only said or
// asked for is left out.
result<std::vector<event_row>> read_last_transactions(const run_store& from, account_index of,
                                                      std::uint64_t count);

}  // namespace drawdown::reports
