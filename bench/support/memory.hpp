// What the program has in memory.
#pragma once

#include <cstdint>

namespace drawdown::bench {

// What is resident, as the system counts it; zero where it does not tell.
std::uint64_t resident_bytes();

// What is allocated, as the allocator counts it: without what it keeps for later. Under a sanitizer, which
// has an allocator of its own, it is what is resident.
std::uint64_t allocated_bytes();

}  // namespace drawdown::bench
