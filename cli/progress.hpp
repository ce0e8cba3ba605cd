// How far a run is, for whoever waits for it: one line that is written over on a terminal, else a line every
// few seconds. A run that is over within a second shows none.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "actors/run.hpp"
#include "engine/time/instant.hpp"

namespace drawdown::cli {

// What a line of progress is made of.
struct progress_sight {
  instant start;
  instant end;
  std::uint64_t accounts = 0;
  std::chrono::milliseconds elapsed{0};
};

// "2026-02-14  61%  412000 events  180000/s  8 s left", at most `columns` wide. What is left is guessed from
// the virtual time that is over, or from the accounts that are through where that is further.
std::string progress_text(const progress& now, const progress_sight& sight, unsigned columns);

class progress_line {
 public:
  progress_line(instant start, instant end, std::uint64_t accounts, bool quiet);
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;
  // Takes the line away again.
  ~progress_line();

  // To be called whenever there is news, as often as one likes.
  void show(const progress& now);

 private:
  progress_sight sight_;
  std::chrono::steady_clock::time_point began_;
  std::chrono::milliseconds next_;
  bool quiet_;
  bool on_terminal_;
  bool shown_ = false;
};

}  // namespace drawdown::cli
