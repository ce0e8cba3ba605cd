// A run on the terminal: the verdict first, then what failed, then what each customer's billing page shows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/units/error.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

struct statement_options {
  bool colour = false;
  std::size_t width = 0;               // columns that a line may take; 0: as many as it needs
  std::uint64_t transactions = 10;     // shown per account, the last ones
  std::size_t accounts_in_full = 10;   // with more accounts than this, only a table of them is shown
  std::size_t accounts_in_table = 50;  // of which so many lines
};

// One line: PASS, FAIL or STOPPED, and how much was done and proved. Ends with a newline.
result<std::string> verdict_line(const run_store& of, bool colour);

// The whole statement. All names in it are clean of what could steer a terminal.
result<std::string> statement(const run_store& of, const statement_options& options);

}  // namespace drawdown::reports
