// Unpacking as bytes come, each format in a file of its own.
#pragma once

#include <memory>

#include "scenarios/usage/byte_source.hpp"

namespace drawdown::bulk {

std::unique_ptr<byte_source> unpack_gzip(std::unique_ptr<byte_source> stored);
std::unique_ptr<byte_source> unpack_zstd(std::unique_ptr<byte_source> stored);

// So many bytes are unpacked at once.
inline constexpr std::size_t packed_piece = std::size_t{64} * 1024;

}  // namespace drawdown::bulk
