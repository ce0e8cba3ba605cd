// Counts what a program allocates with `new`: the source beside it is the memory manager of a program that is
// built with it. A count repeats exactly, where a time does not.
#pragma once

#include <cstdint>

namespace drawdown::test {

// Allocations since the program began.
std::uint64_t allocations();

}  // namespace drawdown::test
