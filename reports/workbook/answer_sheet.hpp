// The answer to a question in SQL, as a sheet of a workbook.
#pragma once

#include <string>

#include "engine/units/error.hpp"
#include "engine/units/money.hpp"
#include "reports/store/store.hpp"
#include "reports/workbook/workbook.hpp"

namespace drawdown::reports {

struct answer_sheet {
  std::string name;
  std::string question;
  currency unit;  // of money
};

// Asks, and adds a sheet with the rows. What a column holds is told by the end of its name, which goes:
// `_minor` is money, `_micro` credits, `_us` an instant.
result<void> put_answer(workbook& into, const answer_sheet& what, const run_store& of);

}  // namespace drawdown::reports
