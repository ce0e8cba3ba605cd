// The world of a population: its customers, and what they do in answer to what happens to them.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/customers/customer_life.hpp"
#include "engine/population/population.hpp"
#include "engine/world/world.hpp"
#include "scenarios/language/load_population.hpp"

namespace drawdown::cli {

struct simulated_world {
  std::shared_ptr<world> what;
  std::vector<population::customer> customers;      // as the accounts stand
  std::vector<population::customer_habits> habits;  // of them: what a population_feed makes their usage of
  std::vector<customers::customer_life> lives;      // of them
  std::uint64_t events = 0;                         // that a run of it has
};

// How far it is: called now and then from one thread.
using on_settled = std::function<void(std::size_t lived, std::size_t all)>;

// Makes it of a population that was loaded without an error, on so many threads (0: one per core); the same
// on any number. Nothing if it was interrupted.
std::optional<simulated_world> simulate_customers(const language::loaded_population& from, unsigned threads,
                                                  const std::atomic<bool>* interrupted,
                                                  const on_settled& tell);

}  // namespace drawdown::cli
