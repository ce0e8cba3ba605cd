// Worlds drawn from a seed, for tests: also those that no scenario can say.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/worldgen/draw_world.hpp"

namespace drawdown::test {

class seeded_world {
 public:
  explicit seeded_world(std::uint64_t seed) : seed_(seed) {}

  std::shared_ptr<const world> make(std::uint32_t accounts = 1) const {
    return worldgen::draw_unsayable_world(seed_, accounts);
  }

 private:
  std::uint64_t seed_;
};

}  // namespace drawdown::test
