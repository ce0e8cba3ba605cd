// The section `always`: what is so at the end of every instant.
#pragma once

#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// Reads the rules into the world; called when the accounts are read.
//
//   rule       = sum comparison sum
//   sum        = term { ("+" | "-") term }
//   term       = amount | path
//   path       = "accounts" "." name "." ( figure | "agents" "." name "." figure )
//   name       = "*" | NAME | '"' NAME '"'
//   comparison = "==" | "!=" | "<" | "<=" | ">" | ">="
void read_always(scenario_state& state, const node& at);

}  // namespace drawdown::language
