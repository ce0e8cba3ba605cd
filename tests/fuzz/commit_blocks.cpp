// Commit blocks as they lie in a file. Nearly every change breaks the checksum, so each input is also read
// with one that fits.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "engine/record/block.hpp"
#include "tests/engine/record/blocks.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

void commit_blocks(std::string_view bytes) {
  record::bytes data(bytes.size());
  if (!bytes.empty()) std::memcpy(data.data(), bytes.data(), bytes.size());

  if (const auto cut = record::split_segment(data)) {
    std::size_t whole = cut->torn_bytes;
    for (const auto& block : cut->blocks) whole += block.size();
    promise(whole == data.size(), "every byte is in a block or torn off");
  }

  if (data.size() < sizeof(std::uint32_t)) return;
  test::seal(data);
  const auto view = record::block_view::open(data);
  if (!view) return;
  promise(view->size_bytes() <= data.size(), "a block ends within its bytes");
  const auto events = view->events();
  if (events)
    promise(events->size() == view->header().event_count, "a block has as many events as it says");
  else
    promise(events.error().code == error_code::corrupt, "what does not decode is corrupt");
}

}  // namespace drawdown::fuzz
