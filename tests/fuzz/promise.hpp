// A promise of a reader that holds for every input.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace drawdown::fuzz {

// Ends the program where the promise is broken, which fuzzers take for a finding.
inline void promise(bool kept, const char* words) {
  if (kept) return;
  std::fprintf(stderr, "broken: %s\n", words);
  std::abort();
}

}  // namespace drawdown::fuzz
