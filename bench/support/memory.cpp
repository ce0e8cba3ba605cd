#include "bench/support/memory.hpp"

#include <cstddef>
#include <fstream>

#include <unistd.h>

#ifndef __SANITIZE_ADDRESS__
#include <jemalloc/jemalloc.h>
#endif

namespace drawdown::bench {

std::uint64_t resident_bytes() {
  // The second number is what is resident, in pages.
  std::ifstream file("/proc/self/statm");
  std::uint64_t whole = 0;
  std::uint64_t resident = 0;
  if (!(file >> whole >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::uint64_t allocated_bytes() {
#ifdef __SANITIZE_ADDRESS__
  return resident_bytes();
#else
  // The allocator counts anew when it is told to.
  std::uint64_t epoch = 1;
  std::size_t size = sizeof epoch;
  mallctl("epoch", &epoch, &size, &epoch, size);
  std::size_t allocated = 0;
  size = sizeof allocated;
  return mallctl("stats.allocated", &allocated, &size, nullptr, 0) == 0 ? allocated : 0;
#endif
}

}  // namespace drawdown::bench
