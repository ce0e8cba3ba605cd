// What all customers use, drawn as a run goes: nobody has to hold the usage of a year.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/population/habits.hpp"
#include "engine/population/habitual_agent.hpp"
#include "engine/world/usage_feed.hpp"
#include "engine/world/world.hpp"

namespace drawdown::population {

// A feed of one run. Rows have the place of R2.4 H that belongs to populations, and keys by agent and
// sequence.
class population_feed : public usage_feed {
 public:
  // `habits` as the accounts of the world stand; chunks have about so many rows.
  population_feed(std::shared_ptr<const world> in, std::vector<customer_habits> habits,
                  std::size_t rows_at_a_time = 262'144);

  result<fed_chunk> next() override;

 private:
  struct known_agent {
    account_index account = 0;
    habitual_agent habits;
  };

  std::shared_ptr<const world> world_;
  std::vector<customer_habits> habits_;
  std::vector<known_agent> agents_;
  std::size_t rows_at_a_time_;
  instant told_;        // all before
  duration at_a_time_;  // how far the next chunk goes
};

}  // namespace drawdown::population
