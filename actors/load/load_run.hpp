// Runs a load: a world made for it, worked by the same actors as any other, paced and measured.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/load/load_pace.hpp"
#include "actors/run.hpp"
#include "engine/measure/histogram.hpp"
#include "engine/population/load_world.hpp"

namespace drawdown::load {

struct load_options {
  population::load_shape shape{};       // its gap is what the loop makes it, its debits are `count`
  std::optional<std::uint64_t> rate{};  // debits a second, of all agents: an open loop; nothing: a closed one
  duration tick = duration::from_us(1000);   // of the open loop
  std::uint32_t window = 256;                // of the closed loop: debits of each agent handed over at a time
  std::uint32_t batch = 256;                 // debits a message, at most
  unsigned threads = 0;                      // 0: one per core
  verification verify = verification::full;  // full or off
  pace_terms pace{};                         // its duration: nothing where there is a count
  std::optional<std::uint64_t> count{};      // debits; then the run ends with its world
  const std::atomic<bool>* interrupted = nullptr;
};

// What came of a run, or of a part of one.
struct load_phase {
  bool verified = false;
  load_figures figures;
  measurement::histogram latencies;
  std::vector<load_slice> slices;
  run_outcome outcome;
  std::uint64_t digest = 0;          // of the states of all accounts, where the world came to its end
  std::uint64_t resident_bytes = 0;  // of the program when the run ended, with all accounts; 0: not known
  nanoseconds whole{};               // with warm-up, start and end

  double debits_per_second() const;
  double mean_of(std::uint64_t total) const;  // of a debit
};

// The world of a load.
std::shared_ptr<const world> world_of(const load_options& options);

// Runs the world at its own verification, or another. `on_progress` is called from an actor's thread.
load_phase run_load(const std::shared_ptr<const world>& in, const load_options& options, verification verify,
                    load_clock& clock, std::function<void(const load_figures&)> on_progress = {});

}  // namespace drawdown::load
