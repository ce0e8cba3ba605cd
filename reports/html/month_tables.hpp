// Tables of months that close (R13.5): of a run, or of one side of a comparison.
#pragma once

#include <string>
#include <vector>

#include "engine/ledger/month_close.hpp"
#include "engine/units/money.hpp"
#include "reports/html/markup.hpp"

namespace drawdown::reports::html {

// What a table is called, before the currency, and in the page.
struct table_name {
  std::string caption;
  std::string id;
};

// Revenue by where it comes from; what was received and what it cost; the roll-forward of deferred revenue. A
// month a row, and all months below.
void put_revenue_table(markup& out, const std::vector<ledger::month_close>& months, const table_name& name,
                       currency unit);
void put_cash_table(markup& out, const std::vector<ledger::month_close>& months, const table_name& name,
                    currency unit);
void put_roll_forward_table(markup& out, const std::vector<ledger::month_close>& months,
                            const table_name& name, currency unit);

// Whether each of the months foots, in a sentence.
std::string footing_text(const std::vector<ledger::month_close>& months);

}  // namespace drawdown::reports::html
