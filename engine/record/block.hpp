// Commit blocks: what an account did in an epoch, as bytes. Auditor, recorder and the run store read blocks
// and nothing else. Little endian, versioned, closed by a CRC-32C.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/error.hpp"
#include "engine/world/event.hpp"
#include "engine/world/figures.hpp"
#include "engine/world/names.hpp"

namespace drawdown::record {

// What a block says of itself.
struct block_header {
  account_index account = 0;
  std::uint32_t epoch = 0;
  instant from;
  instant until;
  std::uint64_t first_number = 1;  // number of the first event, per account, from 1
  std::uint32_t event_count = 0;
  std::uint64_t state_digest = 0;  // of the account's state at `until`
  figures at_end;                  // the account's figures at `until`
  friend bool operator==(const block_header&, const block_header&) = default;
};

using bytes = std::vector<std::byte>;

// What became of a usage, beside what lots gave for it: as `usage_event` has it.
struct usage_result {
  outcome result = outcome::charged;
  bool repeated = false;
  user_index user = no_user;
  std::uint16_t version = 0;
  credits amount;
  credits balance;
  credits debt{};
  credits forgiven{};
  credits invoiced{};
  std::int64_t uncharged = 0;
};

// Collects the events of one epoch. A debit from one lot takes 64 bytes and no allocation beyond the buffer's
// growth.
class block_writer {
 public:
  // Starts the block of an epoch; what was collected before is dropped.
  void begin(account_index account, std::uint32_t epoch, instant from, instant until,
             std::uint64_t first_number);

  // Appends a charged or refused usage. `slices` are empty or add up to the amount less what became debt, was
  // forgiven or is to be paid in money.
  void usage(const drawdown::usage& used, const usage_result& became, std::span<const slice> slices);

  // Appends any event; of a usage, the slices must be as above.
  void append(instant at, const event_body& body);

  std::uint32_t event_count() const { return event_count_; }

  // Closes the block and hands out its bytes.
  bytes finish(std::uint64_t state_digest, const figures& at_end);

 private:
  std::byte* room_for_usage();
  template <class Write>
  void append_by(Write write);

  bytes buffer_;
  std::size_t written_ = 0;  // bytes of the buffer; what follows is room for usages
  std::uint32_t event_count_ = 0;
};

// A block that was checked and can be read from front to end. It refers to the bytes it was opened on.
class block_view {
 public:
  // Opens the block at the front of `data`. `corrupt` where the bytes are no block, or their checksum is
  // wrong.
  static result<block_view> open(std::span<const std::byte> data);

  const block_header& header() const { return header_; }
  std::size_t size_bytes() const { return size_bytes_; }
  // The events as they are encoded.
  std::span<const std::byte> entries() const { return entries_; }

  // Decodes all events, in order. `corrupt` names the offset of what doesn't decode.
  result<std::vector<event>> events() const;

 private:
  block_header header_;
  std::size_t size_bytes_ = 0;
  std::span<const std::byte> entries_;
};

// Blocks one behind the other, as a segment file holds them. A torn tail is cut at the last whole block and
// said so; a block that is broken before it is an error with its offset.
struct segment {
  std::vector<std::span<const std::byte>> blocks;
  std::size_t torn_bytes = 0;
};
result<segment> split_segment(std::span<const std::byte> data);

}  // namespace drawdown::record
