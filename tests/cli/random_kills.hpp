// Runs that are killed at random moments and damaged in their tail, each resumed and held against the one
// that nobody disturbed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace drawdown::cli_test {

// What happened to the runs.
struct kill_figures {
  unsigned kills = 0;
  unsigned ended_before = 0;   // the program was faster than the kill
  unsigned before_blocks = 0;  // killed when no block was in the file
  unsigned among_blocks = 0;   // killed when some, not all, were
  unsigned while_keeping = 0;  // killed when all were
  unsigned torn = 0;           // tails cut by the test
  unsigned flipped = 0;        // tails with bytes flipped by the test
  unsigned lengthened = 0;     // tails with bytes put behind them by the test
  unsigned cuts_told = 0;      // resumed runs that told of a torn tail
  unsigned killed_again = 0;   // resumed runs that were killed once more
  unsigned same = 0;           // came to the same bytes
  std::uint64_t blocks_of_a_run = 0;
  double seconds_undisturbed = 0;  // of the run that nobody disturbed
  unsigned resumes = 0;            // that finished a run
  double seconds_resumed = 0;      // of these together
};

// Kills so many runs of these words, which have no --out. Moments and damage are drawn with `seed`; what
// comes out otherwise fails the test at hand.
kill_figures kill_at_random(const std::vector<std::string>& words, unsigned kills, std::uint64_t seed);

}  // namespace drawdown::cli_test
