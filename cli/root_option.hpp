// --root: which files a scenario may read (scenarios/language/reach.hpp).
#pragma once

#include <string>

#include "cli/options.hpp"

namespace drawdown::cli {

// Declares `--root DIR`. What is no folder is `malformed`; `into` stays empty where it is not given, else it
// is absolute.
void declare_root(option_set& options, std::string& into);

}  // namespace drawdown::cli
