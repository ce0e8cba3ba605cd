// The tables of a run that finance people take along as CSV: who the customers are, what they paid, what was
// booked.
#pragma once

#include <string>
#include <vector>

#include "engine/units/error.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// One file, and the question whose answer is in it.
struct finance_table {
  std::string file;  // `accounts.csv`
  std::string question;
};

// Those that the store has, each in an order of its own.
result<std::vector<finance_table>> finance_tables(const run_store& of);

}  // namespace drawdown::reports
