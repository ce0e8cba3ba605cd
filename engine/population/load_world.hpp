// Worlds for load: many alike accounts whose agents use one meter, at a rate. An ordinary world, made in
// code.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "engine/population/weights.hpp"
#include "engine/world/world.hpp"

namespace drawdown::population {

struct load_shape {
  std::uint32_t accounts = 1;
  std::uint32_t agents = 1;  // of each account
  std::uint32_t lots = 1;    // of credit, that each account begins with
  population::skew skew = uniform_skew{};
  arrival_process arrivals = arrival_process::even;
  arrival_gap gap{};                // between the debits of an agent, were all accounts alike; above zero
  parts_per_million holds = 0;      // debits that are a hold and its capture; a tenth of the holds is voided
  parts_per_million top_ups = 0;    // in whose place is a top-up
  parts_per_million recharges = 0;  // of the accounts: have a small wallet and auto-recharge
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> debits{};  // the run ends after about so many; nothing: after a century
};

inline constexpr std::uint32_t most_load_accounts = 1'000'000;
inline constexpr std::uint32_t most_load_agents = 1000;  // of an account
inline constexpr std::uint32_t most_load_lots = 100'000;

// A debit takes about half a credit. An account without top-ups and recharges has credit for ever. Top-ups
// bring as much as debits take between them; a recharge what 1000 debits take, or those of a minute, if they
// are more. Whoever buys begins with twice that.
std::shared_ptr<const world> load_world(const load_shape& of);

// The gap between all debits of the world, if its agents' gap is that of `of`.
arrival_gap gap_of_all(const load_shape& of);

}  // namespace drawdown::population
