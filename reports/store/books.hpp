// Reads the books of a run: months that were closed, trial balances (R13.5).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/ledger/month_close.hpp"
#include "engine/world/names.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// `2026-03`, of the first instant of a month in UTC.
std::string month_text(instant begins);

// The months of one account, or of all together, in their order.
result<std::vector<ledger::month_close>> read_months(const run_store& from,
                                                     std::optional<account_index> account = std::nullopt);

// One line of a trial balance; none is zero.
struct balance_line {
  std::string commodity;  // `credits`, in micro-credits, or the currency, in minor units
  std::string ledger_account;
  int128 amount = 0;
  friend bool operator==(const balance_line&, const balance_line&) = default;
};

// All events before `at`, and all that falls due until it, of one account or of all; by commodity and name.
result<std::vector<balance_line>> read_trial_balance(const run_store& from, instant at,
                                                     std::optional<account_index> account = std::nullopt);

}  // namespace drawdown::reports
