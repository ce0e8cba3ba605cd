// What came of a run, in the shape in which two runs of one scenario are held against each other (R15.3).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/error.hpp"
#include "engine/units/money.hpp"
#include "engine/units/rate.hpp"
#include "engine/world/names.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// A step that was answered, a charge that was made, or something that was said of a payment.
struct step_outcome {
  instant at;
  std::string what;  // `use`, `grant`, `charge`, …: the step, else the kind of the event
  std::string key;   // may be empty
  std::string outcome;
  credits amount;
  credits debt;  // that was made
  credits forgiven;
  credits invoiced;  // to be paid in money
  bool repeated = false;
  friend bool operator==(const step_outcome&, const step_outcome&) = default;
};

// What is left of a lot from an instant on.
using lot_level = std::pair<instant, credits>;

struct lot_outcome {
  lot_id lot = 0;
  std::string key;  // of the grant or payment that made it: the same in every run of the scenario
  std::string kind;
  credits granted;
  money cost;
  credits used, expired, revoked, left;  // at the end
  std::vector<lot_level> levels;         // as they stood after each instant that moved something; ascending
};

// Balance and debt of an account from an instant on.
struct account_level {
  instant at;
  credits balance;
  credits debt;
};

struct account_outcome {
  std::string name;
  std::vector<step_outcome> steps;  // in the order of events
  std::vector<lot_outcome> lots;    // by number
  std::vector<account_level> levels;
  credits balance, debt;   // at the end
  credits spent, expired;  // of all lots
  money charged;           // what payments came to, less what was given or taken back
};

struct run_outcomes {
  std::vector<account_outcome> accounts;  // in their order
  credit_rate rate;                       // of the catalog
  currency unit;
};

result<run_outcomes> read_outcomes(const run_store& from);

}  // namespace drawdown::reports
