// `load:` and `thresholds:` written back, with every default filled in.
#pragma once

#include <string>

#include "scenarios/language/load_section.hpp"

namespace drawdown::language {

// The sections, to stand at the end of their scenario.
std::string write_load(const load_section& what);

// A scenario that has nothing else.
std::string write_load_alone(const load_section& what);

}  // namespace drawdown::language
