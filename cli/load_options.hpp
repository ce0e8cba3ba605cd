// The options of `drawdown load` that a scenario's `load:` has as keys, and what both come to.
#pragma once

#include <string>
#include <vector>

#include "actors/load/load_run.hpp"
#include "cli/options.hpp"
#include "scenarios/language/load_section.hpp"

namespace drawdown::cli {

// Declares an option for each key of a load; what is given is put into `given`.
void declare_load(option_set& options, language::load_terms& given);

// `conflict` where what is said does not go together, as a line for whoever wrote it.
result<void> check_load(const language::load_terms& terms);

// The options as they are written on a command line, `--top-ups`, that say something.
std::vector<std::string> options_said(const language::load_terms& terms);

// What is run. The terms have their defaults.
load::load_options load_options_of(const language::load_terms& terms);

}  // namespace drawdown::cli
