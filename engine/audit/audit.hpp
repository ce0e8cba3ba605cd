// The verdict on an epoch: the reference ledger works the same stimuli, and what it says is held against the
// commit block; the invariants (R14) are checked over the block's events. Pure.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/invariants/checker.hpp"
#include "engine/record/block.hpp"
#include "engine/reference/ledger.hpp"
#include "engine/world/world.hpp"

namespace drawdown {

// How much of a run the reference ledger proves.
enum class verification : std::uint8_t {
  off,       // nothing is compared
  balances,  // the figures at the end of each epoch
  full,      // every transaction, and R14 after each
};

// The first thing on which the two ledgers differ, or an invariant that does not hold (R14).
struct disagreement {
  account_index account = 0;
  instant at;
  std::uint64_t event_number = 0;  // of the first wrong event; 0 where it is a figure at an epoch's end
  std::string rule;                // `R14.2`, where an invariant broke; else empty
  std::string message;             // what each says, in words, over several lines
};

// What the judge keeps of an account between epochs.
struct audit_state {
  reference::ledger judge;
  invariants::checker checker;

  audit_state(const std::shared_ptr<const world>& in, account_index account)
      : judge(in, account), checker(in, account) {}

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.judge, self.checker);
  }
};

// Works one epoch on `state` and holds the block against it. At `full` every event is compared and checked;
// at `balances` the figures at the epoch's end alone. Never called at `off`.
std::optional<disagreement> audit_epoch(const world& in, audit_state& state, const epoch_stimuli& stimuli,
                                        std::span<const std::byte> block, verification level);

}  // namespace drawdown
