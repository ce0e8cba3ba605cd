// Checkpoints: where all accounts of a run stood between two epochs, as bytes. From one a run that was killed
// goes on. Little endian, versioned; every part has a length and a CRC-32C before it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/record/block.hpp"
#include "engine/time/instant.hpp"
#include "engine/units/error.hpp"

namespace drawdown {

// What a checkpoint says of the run.
struct checkpoint_header {
  std::uint32_t epoch = 0;   // the last that was worked
  instant until;             // its end: where all accounts stand
  std::uint64_t blocks = 0;  // committed before
  std::uint32_t accounts = 0;
  std::vector<std::uint64_t> counts;  // of work, as whoever runs counts it
};

// The parts of a checkpoint: at first of the header, then of each account in the order of the world, then of
// the end.
record::bytes header_part(const checkpoint_header& header);
record::bytes account_part(std::span<const std::byte> state);
record::bytes end_part();

// A checkpoint that is whole. It refers to the bytes it was opened on.
struct checkpoint_view {
  checkpoint_header header;
  std::vector<std::span<const std::byte>> accounts;  // their states, in the order of the world
};

// `corrupt` says at which byte it is no checkpoint of this version, or damaged.
result<checkpoint_view> open_checkpoint(std::span<const std::byte> data);

}  // namespace drawdown
