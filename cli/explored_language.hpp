// Whether a world survives being written as a scenario.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/world/world.hpp"

namespace drawdown::cli {

// Writes the world, loads what was written and writes that: what is not the same, or nothing. Usage that
// agents draw is written out first. Every account of the loaded world must come to the figures of the first.
std::optional<std::string> wrong_in_language(const std::shared_ptr<const world>& in);

}  // namespace drawdown::cli
