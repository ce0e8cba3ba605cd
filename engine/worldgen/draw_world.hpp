// Worlds drawn from a seed: small, dense, full of ties and of things that go wrong. The same seed gives the
// same world, on any machine.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/world/world.hpp"

namespace drawdown::worldgen {

// Draws a world with so many accounts. It can be written as a scenario, but for agents whose usage is drawn
// (`without_drawn_usage` writes that out).
std::shared_ptr<const world> draw_world(std::uint64_t seed, std::uint32_t accounts = 1);

// The same, where anything goes that a ledger may be asked, also what no scenario can say: amounts of
// nothing, lots that end before they begin.
std::shared_ptr<const world> draw_unsayable_world(std::uint64_t seed, std::uint32_t accounts = 1);

// How many accounts the world of a seed has, where nobody says: one to four.
std::uint32_t accounts_of_seed(std::uint64_t seed);

}  // namespace drawdown::worldgen
