// Writes commit blocks: what an account did in an epoch, as it does it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/record/block.hpp"
#include "engine/time/instant.hpp"
#include "engine/world/commands.hpp"
#include "engine/world/event.hpp"
#include "engine/world/figures.hpp"
#include "engine/world/names.hpp"

namespace drawdown::record {

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

}  // namespace drawdown::record
