// Random draws that depend on nothing but what they are for: the seed, the stream, who draws, and which draw
// it is. None of them moves another, so adding a customer changes no other one. Integers only (R14.7).
#pragma once

#include <cstdint>
#include <string_view>

namespace drawdown {

// What is drawn for. The numbers are part of every result: never change one, never use one again.
enum class draw_stream : std::uint32_t {
  gateway_decline = 1,  // whether a charge is declined (R10.1)
  gateway_reason = 2,   // for which reason it is
  gateway_notice = 3,   // which notices are lost, doubled and late
  agent_usage = 4,      // when an agent uses what, and how much
  schedule = 5,         // which actor acts next, in the deterministic executor
  sweep_order = 6,      // in which order simultaneous steps are tried, where there are too many orders
  resampling = 7,       // which samples of a measurement are drawn again
  usage_file = 8,       // the rows of usage files that are generated
  world_drawing = 9,    // worlds that are drawn to find faults in the program
  exploring = 10,       // how such a world is run: schedules, chunks, epochs, crashes
};

// Who draws: a hash of its path of names (`acme/receptionist`), so that it is the same wherever it stands
// (XXH64).
std::uint64_t entity_of(std::string_view name_path);

// Which draw of an entity: `index` counts what it does (below 2^48), `draw` the draws for one such thing.
struct draw_place {
  std::uint64_t entity = 0;
  std::uint64_t index = 0;
  std::uint16_t draw = 0;
};

// The draws of one stream: Philox4x32-10 of Random123, keyed by seed and stream, with the place as its
// counter.
class stream {
 public:
  stream(std::uint64_t seed, draw_stream of);

  // 64 random bits.
  std::uint64_t bits(const draw_place& at) const;

  // A number from 0 until before `count`, which must be above zero. No value is likelier than another by more
  // than one part in 2^64 / count.
  std::uint64_t uniform_below(std::uint64_t count, const draw_place& at) const;

  // A number from `least` to `most`, both included; `least` must not be above `most`.
  std::int64_t between(std::int64_t least, std::int64_t most, const draw_place& at) const;

  // True in so many of a million draws. Zero never, a million always.
  bool chance(std::uint32_t parts_per_million, const draw_place& at) const;

 private:
  std::uint64_t key_;
};

}  // namespace drawdown
