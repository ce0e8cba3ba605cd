#include "engine/record/unfinished_segment.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include <fmt/format.h>

#include "engine/record/block.hpp"
#include "engine/record/block_layout.hpp"

namespace drawdown::record {

namespace {

// Bytes that are full of fronts of blocks, none of which is whole, cost a checksum for each of them. Nobody
// writes such: they are looked at so many times over at most.
constexpr std::size_t most_checked = 16;

// How many bytes the block at the front says that it has, as far as they are there.
std::size_t size_said(std::span<const std::byte> block) {
  std::uint32_t size = 0;
  if (block.size() >= size_offset + sizeof size) std::memcpy(&size, block.data() + size_offset, sizeof size);
  return std::min<std::size_t>(size, block.size());
}

}  // namespace

bool has_whole_block_behind(std::span<const std::byte> rest) {
  const auto front = std::as_bytes(std::span(&magic, 1));
  std::size_t checked = 0;
  for (auto at = rest.begin() + 1; at < rest.end(); ++at) {
    at = std::search(at, rest.end(), front.begin(), front.end());
    if (at == rest.end()) return false;
    const auto candidate = rest.subspan(static_cast<std::size_t>(at - rest.begin()));
    if (block_view::open(candidate)) return true;
    checked += size_said(candidate);
    if (checked / most_checked > rest.size()) return true;
  }
  return false;
}

result<unfinished_segment> read_unfinished_segment(std::span<const std::byte> data) {
  unfinished_segment found;
  while (found.whole_bytes < data.size()) {
    const auto rest = data.subspan(found.whole_bytes);
    const auto view = block_view::open(rest);
    if (!view) {
      if (has_whole_block_behind(rest))
        return fail(error_code::corrupt,
                    fmt::format("{} (at byte {})", view.error().message, found.whole_bytes));
      found.torn = view.error().message;
      return found;
    }
    found.blocks.push_back(rest.first(view->size_bytes()));
    found.whole_bytes += view->size_bytes();
  }
  return found;
}

}  // namespace drawdown::record
