#include "actors/load/load_run.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

#include <unistd.h>

namespace drawdown::load {
namespace {

__extension__ using uint128 = unsigned __int128;

constexpr std::size_t wanted_slices = 20;
constexpr std::uint64_t second_ps = 1'000'000'000'000;
// In a closed loop virtual time is free: ten debits of an agent a second.
constexpr arrival_gap free_gap{second_ps / 10};

// What is verified is dropped: a load run keeps no block.
class dropping_sink : public block_sink {
 public:
  result<void> write(std::span<const std::byte>) override { return {}; }
};

population::load_shape shape_of(const load_options& options) {
  population::load_shape shape = options.shape;
  shape.debits = options.count;
  shape.gap = free_gap;
  if (options.rate)
    shape.gap = {static_cast<std::uint64_t>(std::clamp<uint128>(
        uint128{second_ps} * shape.accounts * shape.agents / *options.rate, 1, UINT64_MAX))};
  return shape;
}

duration closed_epoch(const load_options& options) {
  return duration::from_us(
      static_cast<std::int64_t>(std::uint64_t{options.window} * free_gap.picoseconds / 1'000'000));
}

std::unique_ptr<load_pace> pace_of(const world& in, const load_options& options, load_clock& clock) {
  if (options.rate) return std::make_unique<open_pace>(clock, options.pace, in.start, options.tick);
  return std::make_unique<closed_pace>(clock, options.pace, closed_epoch(options));
}

// FNV-1a over the digests of all accounts, in the order of the world.
std::uint64_t digest_of(const std::vector<std::uint64_t>& states) {
  std::uint64_t digest = 14'695'981'039'346'656'037U;
  for (const std::uint64_t state : states)
    for (unsigned byte = 0; byte < 8; ++byte)
      digest = (digest ^ (state >> (8 * byte) & 0xFFU)) * 1'099'511'628'211U;
  return digest;
}

// From /proc: the second number is what is resident, in pages.
std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t whole = 0;
  std::uint64_t resident = 0;
  if (!(file >> whole >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

double load_phase::debits_per_second() const {
  const double seconds = std::chrono::duration<double>(figures.elapsed).count();
  return seconds > 0 ? static_cast<double>(figures.debits) / seconds : 0;
}

double load_phase::mean_of(std::uint64_t total) const {
  return figures.debits > 0 ? static_cast<double>(total) / static_cast<double>(figures.debits) : 0;
}

std::shared_ptr<const world> world_of(const load_options& options) {
  return population::load_world(shape_of(options));
}

load_phase run_load(const std::shared_ptr<const world>& in, const load_options& options, verification verify,
                    load_clock& clock, std::function<void(const load_figures&)> on_progress) {
  const std::unique_ptr<load_pace> pace = pace_of(*in, options, clock);
  load_phase phase;
  pace->on_progress = [&](const load_figures& now) {
    phase.resident_bytes = std::max(phase.resident_bytes, resident_bytes());
    if (on_progress) on_progress(now);
  };
  run_options how;
  how.threads = options.threads;
  how.chunk = options.batch;
  how.verify = verify;
  how.interrupted = options.interrupted;
  how.pace = pace.get();
  dropping_sink sink;
  const nanoseconds began = clock.now();
  phase.verified = verify != verification::off;
  phase.outcome = run(in, how, sink);
  phase.whole = clock.now() - began;
  phase.figures = pace->figures();
  phase.latencies = pace->latencies();
  phase.slices = pace->slices(wanted_slices);
  const bool came_to_the_end = !phase.outcome.was_enough && !phase.outcome.interrupted;
  if (came_to_the_end) phase.digest = digest_of(phase.outcome.state_digests);
  return phase;
}

}  // namespace drawdown::load
