// The events of a block one by one, so that nobody needs a list of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "engine/record/block.hpp"
#include "engine/units/error.hpp"
#include "engine/world/event.hpp"

namespace drawdown::record {

class event_reader {
 public:
  explicit event_reader(const block_view& of) : entries_(of.entries()), expected_(of.header().event_count) {}

  // Reads the next event over what `into` had, whose memory it uses. False behind the last one, and where the
  // block is broken.
  bool next(event& into);

  // After that: `corrupt`, with the offset of what doesn't decode, or where there are more events or fewer
  // than the block says.
  result<void> at_end() const;

 private:
  bool decode(event& into);

  std::span<const std::byte> entries_;
  std::size_t position_ = 0;
  std::uint32_t read_ = 0;  // events
  std::uint32_t expected_ = 0;
  std::optional<std::size_t> broken_at_;
};

}  // namespace drawdown::record
