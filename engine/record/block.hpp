// Commit blocks: what an account did in an epoch, as bytes. Auditor, recorder and the run store read blocks
// and nothing else. Little endian, versioned, closed by a CRC-32C.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/error.hpp"
#include "engine/world/event.hpp"
#include "engine/world/figures.hpp"
#include "engine/world/names.hpp"

namespace drawdown::record {

// What a block says of itself.
struct block_header {
  account_index account = 0;
  std::uint32_t epoch = 0;
  instant from;
  instant until;
  std::uint64_t first_number = 1;  // number of the first event, per account, from 1
  std::uint32_t event_count = 0;
  std::uint64_t state_digest = 0;  // of the account's state at `until`
  figures at_end;                  // the account's figures at `until`
  friend bool operator==(const block_header&, const block_header&) = default;
};

using bytes = std::vector<std::byte>;

// A block that was checked and can be read from front to end. It refers to the bytes it was opened on.
class block_view {
 public:
  // Opens the block at the front of `data`. `corrupt` where the bytes are no block, or their checksum is
  // wrong.
  static result<block_view> open(std::span<const std::byte> data);

  const block_header& header() const { return header_; }
  std::size_t size_bytes() const { return size_bytes_; }
  // The events as they are encoded.
  std::span<const std::byte> entries() const { return entries_; }

  // Decodes all events, in order. `corrupt` names the offset of what doesn't decode.
  result<std::vector<event>> events() const;

 private:
  block_header header_;
  std::size_t size_bytes_ = 0;
  std::span<const std::byte> entries_;
};

// Blocks one behind the other, as a segment file holds them. A torn tail is cut at the last whole block and
// said so; a block that is broken before it is an error with its offset.
struct segment {
  std::vector<std::span<const std::byte>> blocks;
  std::size_t torn_bytes = 0;
};
result<segment> split_segment(std::span<const std::byte> data);

}  // namespace drawdown::record
