// `drawdown explain RUN --account A`: every movement behind the figures of an account, lot by lot.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/exit_code.hpp"
#include "cli/explain_code.hpp"
#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "engine/settings/settings.hpp"

namespace drawdown::cli {

// What is asked of a run.
struct explain_wishes {
  std::optional<std::string> account;
  std::optional<std::string> at;  // an instant, or a date in the scenario's zone; nothing: the end
  std::optional<lot_kind> kind;
  explain_format format = explain_format::text;

  // Whether anything was asked that only a run can answer.
  bool asks_for_run() const { return account || at || kind; }
};

// Declares the options of which all but --format only a run understands.
void declare_explain_run(option_set& options, explain_wishes& wishes);

// Explains the run in a folder. Ends with the code of disagreeing ledgers where the movements do not come to
// what the history says.
exit_code explain_run(const std::string& folder, const explain_wishes& wishes, color_choice color);

}  // namespace drawdown::cli
