#include "engine/record/unfinished_segment.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/record/block.hpp"
#include "engine/record/block_layout.hpp"

namespace drawdown::record {

bool has_whole_block_behind(std::span<const std::byte> rest) {
  const auto front = std::as_bytes(std::span(&magic, 1));
  for (auto at = rest.begin() + 1; at < rest.end(); ++at) {
    at = std::search(at, rest.end(), front.begin(), front.end());
    if (at != rest.end() && block_view::open(rest.subspan(static_cast<std::size_t>(at - rest.begin()))))
      return true;
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
