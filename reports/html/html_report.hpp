// One HTML file that shows a run, for a browser without a network: what engineers ask of it, what finance
// asks of it, and each account's billing page. Made from the run store alone.
#pragma once

#include <cstddef>
#include <string>

#include "engine/units/error.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

struct html_options {
  std::size_t accounts = 100;  // at most so many have their billing page in it
  std::string run = "RUN";     // the folder of the run, as commands that tell more would name it
};

// The same bytes for the same run and options.
result<std::string> html_report(const run_store& of, const html_options& options = {});

}  // namespace drawdown::reports
