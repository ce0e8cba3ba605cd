// What a run store says of itself where it does not have every transaction.
#pragma once

#include <string>

#include "engine/units/error.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports {

// "transactions are kept of 2 of 5000 accounts (--keep totals); totals, months and balances are of all of
// them". Empty where all transactions are kept.
std::string kept_note(const run_row& run);

// What to do about an account whose transactions are not kept.
error not_kept(const run_row& run, const account_row& account);

}  // namespace drawdown::reports
