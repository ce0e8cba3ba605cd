// Commit blocks for tests, and a checksum written apart from the one that is tested.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "engine/record/block_writer.hpp"

namespace drawdown::test {

inline record::bytes block_of(const std::vector<event>& events, account_index account = 7) {
  record::block_writer writer;
  writer.begin(account, 3, instant::from_us(1'000), instant::from_us(2'000), 41);
  for (const event& e : events) writer.append(e.at, e.body);
  return writer.finish(0xD16E57, figures{});
}

// A usage that took `slices` from as many lots.
inline event usage_with(std::uint32_t slices) {
  usage_event used;
  used.amount = credits::whole(static_cast<std::int32_t>(slices));
  for (lot_id lot = 1; lot <= slices; ++lot) used.slices.push_back({lot, credits::whole(1)});
  return {instant::from_us(1'500), used};
}

// CRC-32C (polynomial 0x1EDC6F41, reflected), bit by bit.
inline std::uint32_t crc_32c(std::span<const std::byte> data) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const std::byte byte : data) {
    crc ^= std::to_integer<std::uint32_t>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0x82F63B78U : 0U);
  }
  return ~crc;
}

// Gives a block that was changed the checksum that fits it.
inline void seal(record::bytes& block) {
  const std::size_t covered = block.size() - sizeof(std::uint32_t);
  const std::uint32_t crc = crc_32c(std::span(block).first(covered));
  std::memcpy(block.data() + covered, &crc, sizeof crc);
}

inline void flip_bit(record::bytes& block, std::size_t bit) {
  block[bit / 8] ^= std::byte{1} << (bit % 8);
}

}  // namespace drawdown::test
