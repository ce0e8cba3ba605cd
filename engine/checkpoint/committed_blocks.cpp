#include "engine/checkpoint/committed_blocks.hpp"

#include <vector>

#include "engine/checkpoint/account_state.hpp"
#include "engine/record/block.hpp"

namespace drawdown {

bool lead_to(std::span<const std::span<const std::byte>> blocks, const checkpoint_view& checkpoint) {
  if (blocks.size() < checkpoint.header.blocks) return false;
  std::vector<account_mark> reached(checkpoint.accounts.size());
  for (const auto& block : blocks.first(checkpoint.header.blocks)) {
    const auto view = record::block_view::open(block);
    if (!view || view->header().account >= reached.size()) return false;
    const record::block_header& header = view->header();
    reached[header.account] = {header.first_number - 1 + header.event_count, header.state_digest};
  }
  for (std::size_t i = 0; i < reached.size(); ++i)
    if (mark_of(checkpoint.accounts[i]) != reached[i]) return false;
  return true;
}

}  // namespace drawdown
