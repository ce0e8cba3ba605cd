// Bulk usage that is read while a run goes on, so that no file is in memory whole (R2.9).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/error.hpp"
#include "engine/world/commands.hpp"

namespace drawdown {

// A key that is given in a row and that nothing in the scenario names is a number with this bit, and a hash
// of its text below it: no dictionary grows with the files. Two of n different keys of an account have the
// same number with a chance of about n^2 / 2^64, and are then one key.
inline constexpr std::uint64_t hashed_key_bit = std::uint64_t{1} << 63U;

// A row of a bulk file: one debit of one account.
struct fed_usage {
  account_index account = 0;
  usage made;  // of the phase `file`
};

// The rows that follow, in turn order. The promise: every row that arrives before `complete_until` is told,
// and none that arrives then or later.
struct fed_chunk {
  std::vector<fed_usage> rows;
  instant complete_until;  // behind that of the chunk before; never: nothing follows
};

// Where the rows of bulk files come from. Asked by one actor at a time. The same rows whatever the chunks
// are.
class usage_feed {
 public:
  usage_feed() = default;
  usage_feed(const usage_feed&) = delete;
  usage_feed& operator=(const usage_feed&) = delete;
  virtual ~usage_feed() = default;

  // Reads on. An error ends the run: a file is faulty, or can't be read any more.
  virtual result<fed_chunk> next() = 0;
};

}  // namespace drawdown
