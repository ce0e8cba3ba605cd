#include "tests/support/allocation_count.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::uint64_t> allocations_made{0};

}  // namespace

namespace drawdown::test {

std::uint64_t allocations() {
  return allocations_made.load(std::memory_order_relaxed);
}

}  // namespace drawdown::test

// NOLINTBEGIN(cppcoreguidelines-no-malloc)
void* operator new(std::size_t size) {
  allocations_made.fetch_add(1, std::memory_order_relaxed);
  if (void* made = std::malloc(size)) return made;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) {
  return operator new(size);
}
// Sorting asks for its buffer in this way; under AddressSanitizer what one `new` made only its own `delete`
// may free.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  allocations_made.fetch_add(1, std::memory_order_relaxed);
  return std::malloc(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& none) noexcept {
  return operator new(size, none);
}
void operator delete(void* made) noexcept {
  std::free(made);
}
void operator delete[](void* made) noexcept {
  std::free(made);
}
void operator delete(void* made, std::size_t) noexcept {
  std::free(made);
}
void operator delete[](void* made, std::size_t) noexcept {
  std::free(made);
}
// NOLINTEND(cppcoreguidelines-no-malloc)
