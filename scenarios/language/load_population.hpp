// Reads a population file, together with the catalog that its customers buy from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/population/population.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::language {

// What a population is simulated with.
struct population_asked {
  std::string catalog;                  // as it is found from the folder of whoever asks
  std::uint32_t months = 1;             // 1 to population::most_months
  std::optional<std::uint64_t> seed{};  // instead of the file's
  rules_asked rules{};
};

// The world that the customers come into, if there was no error: all of it but accounts. It ends a
// microsecond before the last month does, so that no renewal of the next one is in it.
struct loaded_population {
  loaded scenario;
  population::population_terms of;
};

// Loads the population at `path`. All errors at once, those of the catalog too; nothing is thrown, whatever
// the bytes are.
loaded_population load_population(const std::string& path, const population_asked& asked);

}  // namespace drawdown::language
