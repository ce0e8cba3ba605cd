// Commit blocks as they lie in a file. Nearly every change breaks the checksum, so each input is also read
// with one that fits.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "engine/record/block.hpp"
#include "engine/record/block_writer.hpp"
#include "tests/engine/record/blocks.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

namespace {

// The block that says the same, as it is written here.
record::bytes written(const record::block_header& header, const std::vector<event>& events) {
  record::block_writer writer;
  writer.begin(header.account, header.epoch, header.from, header.until, header.first_number);
  for (const event& one : events) writer.append(one.at, one.body);
  return writer.finish(header.state_digest, header.at_end);
}

void check_written_back(const record::block_view& block, const std::vector<event>& events) {
  promise(events.size() == block.header().event_count, "a block has as many events as it says");
  const record::bytes once = written(block.header(), events);
  const auto again = record::block_view::open(once);
  promise(again.has_value(), "what is written is a block");
  promise(again->header() == block.header(), "its header is the same");
  const auto read = again->events();
  promise(read.has_value() && *read == events, "its events are the same");
  promise(written(again->header(), *read) == once, "written again it is the same bytes");
}

}  // namespace

void commit_blocks(std::string_view bytes) {
  record::bytes data(bytes.size());
  if (!bytes.empty()) std::memcpy(data.data(), bytes.data(), bytes.size());

  if (const auto cut = record::split_segment(data)) {
    std::size_t whole = cut->torn_bytes;
    for (const auto& block : cut->blocks) whole += block.size();
    promise(whole == data.size(), "every byte is in a block or torn off");
  } else {
    promise(cut.error().message.find("byte") != std::string::npos, "what is broken is said with its offset");
  }

  if (data.size() < sizeof(std::uint32_t)) return;
  test::seal(data);
  const auto view = record::block_view::open(data);
  if (!view) return;
  promise(view->size_bytes() <= data.size(), "a block ends within its bytes");
  const auto events = view->events();
  if (events)
    check_written_back(*view, *events);
  else
    promise(events.error().code == error_code::corrupt, "what does not decode is corrupt");
}

}  // namespace drawdown::fuzz
