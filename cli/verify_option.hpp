// --verify: how much of a run the reference ledger proves.
#pragma once

#include <string_view>

#include "cli/options.hpp"
#include "engine/audit/audit.hpp"

namespace drawdown::cli {

// Declares `--verify off|balances|full`.
void declare_verify(option_set& options, verification& into);

// `off`, `balances`, `full`: as options, reports and run stores say it.
std::string_view word_for(verification how);

}  // namespace drawdown::cli
