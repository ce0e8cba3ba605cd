// The books of a run as finance reads them (R13): months that close, the trial balance, what is deferred by
// when it runs out. Sums over accounts are wider than the amounts of one.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/ledger/ageing.hpp"
#include "engine/units/wide.hpp"
#include "reports/store/books.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// Deferred money of lots by the time that is left until they end.
struct ageing {
  static constexpr std::size_t ages = ledger::ages;
  std::array<int128, ages> minor{};  // by ledger::age
  std::array<std::uint64_t, ages> lots{};

  int128 sum() const;
};

struct finance {
  std::vector<ledger::month_close> months;
  std::vector<balance_line> trial_balance;  // at the end
  ageing age;

  // What an account of the books of money owes, in minor units: it is below zero there. Zero of one without a
  // line.
  int128 owed_on(std::string_view ledger_account) const;
};

// The books at the end of the run.
result<finance> read_finance(const run_store& from, const run_row& run);

}  // namespace drawdown::reports
