// What a scenario says of a load: `load:` and `thresholds:`. Its keys are the options of `drawdown load`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/audit.hpp"
#include "engine/population/load_world.hpp"
#include "engine/time/instant.hpp"
#include "scenarios/language/thresholds.hpp"

namespace drawdown::language {

// How much may be asked for, in a file and on the command line; how many accounts, agents and lots says
// engine/population/load_world.hpp.
inline constexpr std::uint32_t most_load_window = 1'000'000;
inline constexpr std::uint32_t most_load_batch = 1'000'000;
inline constexpr std::uint32_t most_load_threads = 1024;
inline constexpr std::uint64_t most_load_debits = 1'000'000'000'000;
inline constexpr duration longest_load_time = duration::days(1);
inline constexpr duration shortest_load = duration::from_us(1000);
inline constexpr duration shortest_load_tick = duration::from_us(10);
inline constexpr duration shortest_load_late = duration::from_us(1);

// A load as it is asked for: what is not said is nothing.
struct load_terms {
  std::optional<std::uint32_t> accounts{};
  std::optional<std::uint32_t> agents{};  // of each account
  std::optional<std::uint32_t> lots{};    // of each account
  std::optional<population::skew> distribution{};
  std::optional<parts_per_million> holds{};      // of debits
  std::optional<parts_per_million> top_ups{};    // in the place of debits
  std::optional<parts_per_million> recharges{};  // of accounts
  std::optional<std::uint32_t> batch{};          // debits a message, at most
  std::optional<std::uint32_t> window{};         // of the closed loop: debits of each agent
  std::optional<std::uint64_t> rate{};           // of the open loop: debits a second, of all agents
  std::optional<arrival_process> arrivals{};     // of the open loop
  std::optional<duration> tick{};                // of the open loop
  std::optional<duration> late{};                // a debit that is answered later is late
  std::optional<duration> warm_up{};
  std::optional<duration> length{};      // `duration`: of what is measured
  std::optional<std::uint64_t> count{};  // debits, after which it ends instead
  std::optional<std::uint64_t> seed{};
  std::optional<std::uint32_t> threads{};
  std::optional<verification> verify{};  // full or off
};

// `terms` with `wins` in the place of what they say, and of what excludes it: a count replaces a duration, a
// window the open loop, a rate the window.
load_terms replaced(const load_terms& terms, const load_terms& wins);

// What is said, by its keys, in the order of the keys.
std::vector<std::string_view> keys_said(const load_terms& terms);

// With everything that is usual where nothing is said. The number of threads stays open: it is the machine's.
load_terms with_defaults(load_terms terms);

struct load_section {
  std::string title;  // of the scenario
  load_terms terms;
  std::vector<threshold> thresholds;  // in the order of the file
};

}  // namespace drawdown::language
