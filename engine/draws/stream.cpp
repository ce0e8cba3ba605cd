#include "engine/draws/stream.hpp"

#include <array>

#include <Random123/philox.h>
#include <xxhash.h>

#include "engine/units/error.hpp"

namespace drawdown {

namespace {

__extension__ using uint128 = unsigned __int128;

constexpr std::uint32_t low_word(std::uint64_t value) {
  return static_cast<std::uint32_t>(value);
}
constexpr std::uint32_t high_word(std::uint64_t value) {
  return static_cast<std::uint32_t>(value >> 32U);
}

// Seed and stream fill more than the 64 bits of a Philox key, so they are hashed into them. The number is
// laid out byte by byte, because a hash of memory would depend on the machine (R14.7).
std::uint64_t key_of(std::uint64_t seed, draw_stream of) {
  const auto number = static_cast<std::uint32_t>(of);
  std::array<std::uint8_t, 4> little_endian{};
  for (std::size_t i = 0; i < little_endian.size(); ++i)
    little_endian[i] = static_cast<std::uint8_t>(number >> (8 * i));
  return XXH64(little_endian.data(), little_endian.size(), seed);
}

}  // namespace

std::uint64_t entity_of(std::string_view name_path) {
  return XXH64(name_path.data(), name_path.size(), 0);
}

stream::stream(std::uint64_t seed, draw_stream of) : key_(key_of(seed, of)) {}

std::uint64_t stream::bits(const draw_place& at) const {
  ensure(at.index >> 48U == 0, "stream: an index is below 2^48");
  const std::uint64_t which = at.index << 16U | at.draw;
  const r123::Philox4x32::ctr_type counter = {
      {low_word(at.entity), high_word(at.entity), low_word(which), high_word(which)}};
  const r123::Philox4x32::key_type key = {{low_word(key_), high_word(key_)}};
  const r123::Philox4x32::ctr_type drawn = r123::Philox4x32()(counter, key);
  return std::uint64_t{drawn[1]} << 32U | drawn[0];
}

std::uint64_t stream::uniform_below(std::uint64_t count, const draw_place& at) const {
  ensure(count > 0, "stream: there must be something to draw from");
  return static_cast<std::uint64_t>(uint128{bits(at)} * count >> 64U);
}

std::int64_t stream::between(std::int64_t least, std::int64_t most, const draw_place& at) const {
  ensure(least <= most, "stream: bounds in the wrong order");
  // Unsigned, because bounds of both signs may be further apart than a signed number can say.
  const std::uint64_t first = static_cast<std::uint64_t>(least);
  const std::uint64_t count = static_cast<std::uint64_t>(most) - first + 1;
  const std::uint64_t step = count == 0 ? bits(at) : uniform_below(count, at);
  return static_cast<std::int64_t>(first + step);
}

bool stream::chance(std::uint32_t parts_per_million, const draw_place& at) const {
  return uniform_below(1'000'000, at) < parts_per_million;
}

}  // namespace drawdown
