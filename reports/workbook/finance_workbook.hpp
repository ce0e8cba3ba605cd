// A run as a workbook for finance people: how it was proved, months that close, trial balance, who paid what,
// and the journal of money. Its sheets are described in docs/results.md.
#pragma once

#include <string>

#include "engine/units/error.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// Writes it to `path`; the same bytes for the same run. `unreadable` where it can't be written or the store
// is broken.
result<void> write_finance_workbook(const run_store& of, const std::string& path);

}  // namespace drawdown::reports
