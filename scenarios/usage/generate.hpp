// Usage files for tests and measurements: many rows, drawn, the same for the same seed on every machine.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/population/weights.hpp"
#include "engine/time/instant.hpp"
#include "engine/world/world.hpp"
#include "scenarios/usage/byte_sink.hpp"
#include "scenarios/usage/row_source.hpp"

namespace drawdown::bulk {

struct usage_shape {
  std::uint64_t rows = 1'000;
  std::uint32_t accounts = 100;
  std::uint32_t agents = 1;  // of each account
  std::vector<std::string> meters = {"call"};
  instant from;
  instant to;  // after it
  table_format format = table_format::csv;
  population::skew skew = population::uniform_skew{};
  parts_per_million out_of_order = 0;  // rows that are up to an hour earlier than one before them
  parts_per_million duplicates = 0;    // rows that say one of the last thousand again, with its key
  parts_per_million bad = 0;           // rows that can't be read
  std::uint64_t seed = 1;
};

inline constexpr std::uint64_t most_generated_rows = 10'000'000'000;
inline constexpr std::uint32_t most_generated_agents = 1'000'000;  // of all accounts

struct generated {
  std::uint64_t rows = 0;
  std::uint64_t out_of_order = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t bad = 0;
};

// Writes the rows, evenly over the time, and closes the file. Columns, or members: `time`, `account`,
// `agent`, `meter`, `quantity`, `key`; of events as CloudEvents has them, the agent and the quantity in
// `data`. `on_rows` hears now and then how many there are.
result<generated> generate_usage(const usage_shape& of, byte_sink& into,
                                 const std::function<void(std::uint64_t rows)>& on_rows = {});

// A scenario that replays a file of that shape: its accounts have credit for all of it.
std::string scenario_of(const usage_shape& of, const std::string& file);

}  // namespace drawdown::bulk
