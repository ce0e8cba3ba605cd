// A comparison of prices in a folder: what it came to, and two runs of the customers whose bill changes most.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "cli/priced_side.hpp"
#include "cli/scenario_run.hpp"
#include "reports/pricing/pricing_report.hpp"

namespace drawdown::cli {

// One side, of which the first seed has been run.
struct kept_side {
  std::string name;                                        // of its folder: `baseline`
  const std::vector<reports::customer_totals>& customers;  // in the first seed
  priced_side& side;
};

// Refused (`unreadable`): a folder that has something in it, and a file. No name is none.
result<void> check_comparison_folder(const std::string& folder);

// Writes comparison.json, comparison.txt, report.html and customers.csv into the folder, which is made; each
// side's run into one of its own. `out_of_range` where those runs would have too many events.
result<void> keep_comparison(const std::string& folder, const reports::pricing::pricing_report& made,
                             const std::array<kept_side, 2>& sides, const run_wishes& wishes);

}  // namespace drawdown::cli
