// Where libFuzzer comes in: one program for each target, which DRAWDOWN_FUZZ_TARGET names.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  drawdown::fuzz::DRAWDOWN_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
