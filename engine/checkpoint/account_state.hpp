// Where one account has come, as bytes: its core, what its judge keeps, and what its agents will do next.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/account/account_core.hpp"
#include "engine/agents/agent_core.hpp"
#include "engine/audit/audit.hpp"
#include "engine/record/block.hpp"
#include "engine/units/error.hpp"
#include "engine/world/world.hpp"

namespace drawdown {

// An account between two epochs.
struct account_state {
  std::shared_ptr<const account_core> core;
  std::shared_ptr<const audit_state> judged;  // null: nothing was judged yet
  std::vector<std::shared_ptr<const agent_core>> agents;
  instant reached;           // everything before is worked
  instant next_due;          // nothing happens before
  std::uint64_t steps = 0;   // made so far
  std::uint64_t events = 0;  // told so far
  std::uint64_t digest = 0;  // of the core, as its last block has it
};

// How far a state says that its account has come.
struct account_mark {
  std::uint64_t events = 0;
  std::uint64_t digest = 0;
  friend bool operator==(const account_mark&, const account_mark&) = default;
};

// The mark of a state that was written, without reading the rest of it.
account_mark mark_of(std::span<const std::byte> state);

// Appends it to `to`.
void write_state(const world& in, account_index account, const account_state& state, record::bytes& to);

// What was written, of the same account of the same world; `corrupt` where the bytes can't be that.
result<account_state> read_state(const std::shared_ptr<const world>& in, account_index account,
                                 std::span<const std::byte> from);

}  // namespace drawdown
