#include "engine/record/block.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>
#include <isa-l/crc.h>

#include "engine/record/block_layout.hpp"
#include "engine/record/encoding.hpp"
#include "engine/record/event_fields.hpp"
#include "engine/record/event_reader.hpp"
#include "engine/record/unfinished_segment.hpp"

namespace drawdown::record {

std::uint32_t checksum_of(std::span<const std::byte> data) {
  // ISA-L takes a pointer to non-const and an int, and leaves the final inversion to the caller.
  std::uint32_t crc = 0xFFFFFFFFU;
  constexpr std::size_t most = std::size_t{1} << 30;
  for (std::size_t done = 0; done < data.size();) {
    const std::size_t length = std::min(most, data.size() - done);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast,cppcoreguidelines-pro-type-reinterpret-cast)
    auto* front = reinterpret_cast<unsigned char*>(const_cast<std::byte*>(data.data() + done));
    crc = crc32_iscsi(front, static_cast<int>(length), crc);
    done += length;
  }
  return ~crc;
}

result<block_view> block_view::open(std::span<const std::byte> data) {
  if (data.size() < smallest_block)
    return fail(error_code::corrupt, "a block is cut short: its header is not whole");
  field_reader read(data);
  block_view view;
  std::uint32_t found_magic = 0;
  std::uint32_t size = 0;
  block_header& h = view.header_;
  read(found_magic, size, h.account, h.epoch, h.from, h.until, h.first_number, h.event_count, h.state_digest,
       h.at_end);
  if (found_magic != magic)
    return fail(error_code::corrupt, "these bytes are no commit block of this version");
  if (size < smallest_block)
    return fail(error_code::corrupt, "a block says that it is shorter than its header");
  if (size > data.size()) return fail(error_code::corrupt, "a block is cut short: its end is missing");
  if (h.event_count > (size - smallest_block) / smallest_entry)
    return fail(error_code::corrupt, "a block says that it has more events than fit into it");
  std::uint32_t written = 0;
  std::memcpy(&written, data.data() + size - checksum_bytes, checksum_bytes);
  if (written != checksum_of(data.first(size - checksum_bytes)))
    return fail(error_code::corrupt, "a block's checksum is wrong");
  view.size_bytes_ = size;
  view.entries_ = data.subspan(header_bytes, size - smallest_block);
  return view;
}

result<std::vector<event>> block_view::events() const {
  std::vector<event> events;
  events.reserve(std::size_t{header_.event_count} + 1);
  event_reader read(*this);
  while (read.next(events.emplace_back())) {
  }
  events.pop_back();
  if (const auto done = read.at_end(); !done) return tl::unexpected(done.error());
  return events;
}

result<segment> split_segment(std::span<const std::byte> data) {
  segment found;
  std::size_t offset = 0;
  while (offset < data.size()) {
    const auto rest = data.subspan(offset);
    std::uint32_t found_magic = 0;
    std::uint32_t size = 0;
    field_reader read(rest);
    read(found_magic, size);
    const bool whole = rest.size() >= smallest_block && size <= rest.size();
    if (!whole) {
      if (has_whole_block_behind(rest))
        return fail(error_code::corrupt, fmt::format("a block's size is wrong (at byte {})", offset));
      found.torn_bytes = rest.size();
      return found;
    }
    const auto view = block_view::open(rest);
    if (!view) return fail(view.error().code, fmt::format("{} (at byte {})", view.error().message, offset));
    found.blocks.push_back(rest.first(view->size_bytes()));
    offset += view->size_bytes();
  }
  return found;
}

}  // namespace drawdown::record
