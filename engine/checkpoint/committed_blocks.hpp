// Whether a checkpoint is of the run whose blocks these are.
#pragma once

#include <cstddef>
#include <span>

#include "engine/checkpoint/checkpoint.hpp"

namespace drawdown {

// Whether the blocks of a run, in the order in which it committed them, lead to where the checkpoint says
// that its accounts stand: each account's last block before it has the digest and the number of events that
// its state has.
bool lead_to(std::span<const std::span<const std::byte>> blocks, const checkpoint_view& checkpoint);

}  // namespace drawdown
