// `drawdown report RUN --format html`: one file for a browser.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "cli/exit_code.hpp"

namespace drawdown::cli {

struct html_wishes {
  std::optional<std::string> output;  // a file, or `-`; nothing: `report.html` beside the run store
  std::size_t accounts = 100;         // that have their billing page in it, at most
};

// Makes the report of the run in a folder, and says where it is. Of a comparison, whose report was made with
// it, hands that on.
exit_code report_as_html(const std::string& folder, const html_wishes& wishes);

}  // namespace drawdown::cli
