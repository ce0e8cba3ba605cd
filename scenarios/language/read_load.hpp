// `load:` and `thresholds:` of a scenario file, for `drawdown load`.
#pragma once

#include <optional>

#include "scenarios/language/findings.hpp"
#include "scenarios/language/load_section.hpp"
#include "scenarios/language/node.hpp"

namespace drawdown::language {

// Whether the file has one of the two, and nothing that could be run beside it.
bool is_load_alone(const node& file);

// Reads both from the top of a scenario file; nothing where it has neither. What is wrong is reported.
std::optional<load_section> read_load(scope& in, const node& file);

// The same of a file that has nothing else.
std::optional<load_section> read_load_alone(scope& in, const node& file);

// Reports that such a file is none to run.
void report_load_alone(scope& in, const node& file);

}  // namespace drawdown::language
