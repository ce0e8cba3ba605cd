// The books of a run as finance reads them (R13): months that close, the trial balance, what is deferred by
// when it runs out. Sums over accounts are wider than the amounts of one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/units/wide.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// A calendar month in UTC over all accounts, in minor units, in the ordinary sense: revenue and what is owed
// are above zero.
struct month_totals {
  std::string month;  // `2026-03`
  // What was received for credit and fees and is not earned yet.
  int128 opening = 0;
  int128 added = 0;
  int128 used = 0;
  int128 recognised = 0;  // fees, by time
  int128 expired = 0;     // breakage
  int128 refunded = 0;
  int128 charged_back = 0;
  int128 closing = 0;
  // What happened in the month.
  int128 received = 0;  // before fees
  int128 cash = 0;
  int128 revenue_usage = 0;
  int128 revenue_fees = 0;
  int128 revenue_overage = 0;
  int128 breakage = 0;
  int128 refunds = 0;
  int128 gateway_fees = 0;
  int128 chargeback_losses = 0;
  int128 receivables = 0;  // at the end of the month

  // Usage, fees, overage and breakage.
  int128 revenue() const { return revenue_usage + revenue_fees + revenue_overage + breakage; }
  // Whether opening and changes come to the closing.
  bool foots() const {
    return opening + added - used - recognised - expired - refunded - charged_back == closing;
  }
};

// The first opening, the sums of what happened, the last closing and receivables.
month_totals sum_of(const std::vector<month_totals>& months);

struct trial_line {
  std::string commodity;  // `credits`, in micro-credits, or the currency, in minor units
  std::string ledger_account;
  int128 amount = 0;
};

// Deferred money of lots by the time that is left until they end.
struct ageing {
  enum age : std::uint8_t { under_30_days, under_90_days, under_365_days, later, never };
  static constexpr std::size_t ages = 5;
  std::array<int128, ages> minor{};
  std::array<std::uint64_t, ages> lots{};

  int128 sum() const;
};

struct finance {
  // Nothing where the store has no table of months.
  std::optional<std::vector<month_totals>> months;
  std::vector<trial_line> trial_balance;  // at the end, by commodity and account of the books
  ageing age;
};

// The books at the end of the run.
result<finance> read_finance(const run_store& from, const run_row& run);

// Months of one account, oldest first; none where the store has no such table.
result<std::vector<month_totals>> read_months(const run_store& from, account_index of);

}  // namespace drawdown::reports
