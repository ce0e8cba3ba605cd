// Agents of a test's world whose usage is drawn.
#pragma once

#include <memory>
#include <utility>

#include "engine/world/world.hpp"

namespace drawdown::test {

// So many usages a day of 1 to 9 units of meter 0.
inline drawn_source draws_daily(std::uint32_t per_day, duration pause_after_refusal = {}) {
  drawn_source source;
  source.per_day = per_day;
  source.quantity_min = 1'000'000;
  source.quantity_max = 9'000'000;
  source.pause_after_refusal = pause_after_refusal;
  return source;
}

// The world that was told, but that this agent of its first account draws its usage.
inline std::shared_ptr<const world> with_source(const std::shared_ptr<const world>& told, agent_index agent,
                                                drawn_source source) {
  auto changed = std::make_shared<world>(*told);
  changed->accounts[0].agents[agent].source = source;
  return changed;
}

}  // namespace drawdown::test
