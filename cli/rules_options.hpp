// The options that say by which rules a scenario is run: --rules and --assume (R15.2).
#pragma once

#include <string>
#include <string_view>

#include "cli/options.hpp"
#include "engine/units/error.hpp"
#include "scenarios/language/rules_used.hpp"

namespace drawdown::cli {

// The name of a rule-book; the error of one that is none names the nearest.
result<std::string> read_rulebook_name(std::string_view text);

// --assume key=value or default, which may be given several times. A key that is no built setting, is named
// twice, or has a value that it cannot have, is `malformed`.
void declare_assume(option_set& options, language::rules_asked& target);

// --rules NAME and --assume.
void declare_rules(option_set& options, language::rules_asked& target);

// Whether every assumption is about something that nobody says: what the rule-book knows or the scenario sets
// is not to be assumed otherwise. `malformed` names the first that is not.
result<void> check_assumed(const language::rules_used& rules);

}  // namespace drawdown::cli
