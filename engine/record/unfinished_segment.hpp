// The segment of a run that was killed while it wrote blocks.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/units/error.hpp"

namespace drawdown::record {

// Its whole blocks, up to the first bytes that are none.
struct unfinished_segment {
  std::vector<std::span<const std::byte>> blocks;
  std::size_t whole_bytes = 0;  // where the blocks end
  std::string torn;             // why what stands behind is no block; empty: nothing does
};

// Reads a segment that nobody closed. Whatever stands behind the last whole block is its torn tail, a block
// with a wrong checksum too; `corrupt` where a whole block stands behind something broken, with the offset of
// that.
result<unfinished_segment> read_unfinished_segment(std::span<const std::byte> data);

// Whether a whole block stands behind the front of `rest`: then what is in front is broken, and no torn tail.
// Bytes that are full of fronts of blocks without being any are taken for broken, too.
bool has_whole_block_behind(std::span<const std::byte> rest);

}  // namespace drawdown::record
