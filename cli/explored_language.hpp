// Drawn worlds in the language: written as scenarios, and whether they survive that.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "engine/units/error.hpp"
#include "engine/world/world.hpp"

namespace drawdown::cli {

// Writes the world, loads what was written and writes that: what is not the same, or nothing. Usage that
// agents draw is written out first. Every account of the loaded world must come to the figures of the first.
std::optional<std::string> wrong_in_language(const std::shared_ptr<const world>& in);

// The world of a seed as a scenario file, with the seed in a comment above. Usage that agents draw is written
// out, and expected is what a run comes to, not the figures that were drawn. An error where it can't be
// written.
result<std::string> drawn_scenario(std::uint64_t seed);

}  // namespace drawdown::cli
