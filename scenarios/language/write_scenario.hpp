// A world written back as a scenario: one file, with its catalog in place and every default filled in, that
// loads as the same world.
#pragma once

#include <string>

#include "engine/units/error.hpp"
#include "engine/world/world.hpp"
#include "scenarios/language/rules_used.hpp"

namespace drawdown::language {

// The scenario of a world. Steps keep their places in the timeline, so that keys made from these stay the
// same; usage of files is written row by row. Refused (`not_built`): usage that is drawn, for which the
// language has no words yet. `rules` are those that it was loaded by; without them every setting is written
// as it is.
result<std::string> write_scenario(const world& what, const rules_used* rules = nullptr);

}  // namespace drawdown::language
