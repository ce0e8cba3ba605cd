// How far a command is, for whoever waits: one line that is written over on a terminal, else a line every ten
// seconds. What is over within a second shows none.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "actors/run.hpp"
#include "engine/time/instant.hpp"
#include "engine/world/world.hpp"

namespace drawdown::cli {

// Hears how far a run is. Never called twice at a time, but from different threads.
class run_watcher {
 public:
  run_watcher() = default;
  run_watcher(const run_watcher&) = delete;
  run_watcher& operator=(const run_watcher&) = delete;
  virtual ~run_watcher() = default;

  virtual void begins(const world& what, instant end) = 0;
  virtual void comes_to(const progress& now) = 0;
  // The run is over; what it did is being put into the run store.
  virtual void writes(const run_outcome& over) = 0;
};

// What the text of a run's progress is made of.
struct progress_sight {
  instant start;
  instant end;
  std::uint64_t accounts = 0;
  std::chrono::milliseconds elapsed{0};
};

// How much of a run is over, from 0 to 1: of virtual time, where an epoch counts as far as accounts are
// through it.
double share_done(const progress& now, const progress_sight& sight);

// "2026-02-14   61%  412000 events  180000/s  8 s left", at most `columns` wide.
std::string progress_text(const progress& now, const progress_sight& sight, std::size_t columns);

// What the text of several runs' progress is made of.
struct progress_of_several {
  std::size_t done = 0;
  std::size_t all = 0;
  double share = 0;  // of all of them, from 0 to 1
  std::uint64_t events = 0;
  std::vector<std::string> running;  // what they are called
  std::chrono::milliseconds elapsed{0};
};

// "12 of 21 scenarios  412000 events  8 s left  friday-night, late-notice", at most `columns` wide.
std::string progress_text(const progress_of_several& now, std::size_t columns);

// How long it takes until something is shown, and until it is shown anew.
struct progress_pace {
  std::chrono::milliseconds patience{1'000};  // before anything is shown on a terminal
  std::chrono::milliseconds terminal{250};    // between two lines on a terminal
  std::chrono::milliseconds log{10'000};      // between two lines elsewhere, and before the first
};

// Sets another pace, for tests, which have no time to wait.
void set_progress_pace(const progress_pace& wanted);

// "3 of 12 scenarios  friday-night", at most `columns` wide, for commands that look at one after the other.
std::string progress_text(std::size_t done, std::size_t all, std::string_view what, std::string_view name,
                          std::size_t columns);

// "1200000 of 5000000 rows   24%  9 s left", at most `columns` wide.
std::string progress_text(std::uint64_t rows, std::uint64_t all, std::chrono::milliseconds elapsed,
                          std::size_t columns);

// The line itself, on standard error.
class status_line {
 public:
  explicit status_line(bool quiet);
  status_line(const status_line&) = delete;
  status_line& operator=(const status_line&) = delete;
  ~status_line() { erase(); }

  std::chrono::milliseconds elapsed() const;

  // Shows what `text` makes of the columns there are, if it is time for that.
  void show(const std::function<std::string(std::size_t columns)>& text);

  // Shows the next at once, if patience is at its end: something else begins.
  void begin_part();

  // Takes the line away, as before something else is said.
  void erase();

 private:
  std::chrono::steady_clock::time_point began_;
  std::chrono::milliseconds next_;
  bool quiet_;
  bool on_terminal_;
  bool shown_ = false;
};

// Says of any command that it is at work, and for how long, where no line above says more. A line that has
// not changed for a while is shown with that time behind it.
class working_line {
 public:
  working_line(std::string_view command, bool quiet);
  working_line(const working_line&) = delete;
  working_line& operator=(const working_line&) = delete;
  ~working_line();

 private:
  void watch(const std::stop_token& over);
  void show();

  std::string command_;
  std::chrono::steady_clock::time_point began_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

// The progress of one run.
class progress_line : public run_watcher {
 public:
  explicit progress_line(bool quiet) : quiet_(quiet), line_(quiet) {}

  // What is shown before it from now on, as "orb (2 of 3)".
  void call(std::string name) { name_ = std::move(name) + "  "; }

  void begins(const world& what, instant end) override;
  void comes_to(const progress& now) override;
  void writes(const run_outcome& over) override;

  void erase() { line_.erase(); }

 private:
  bool quiet_;
  std::string name_;
  progress_sight sight_;
  status_line line_;
};

// The progress of several runs side by side; its watchers may be called all at once.
class progress_board {
 public:
  progress_board(std::size_t runs, bool quiet);

  // Of the run at this place.
  void begin(std::size_t run, std::string name);
  void end(std::size_t run);
  run_watcher& watcher(std::size_t run) { return slots_[run]; }

  // To be called now and then, from one thread.
  void show();
  void erase() { line_.erase(); }

 private:
  struct slot : run_watcher {
    void begins(const world& what, instant end) override;
    void comes_to(const progress& now) override;
    void writes(const run_outcome& over) override;

    std::mutex mutex;
    std::string name;
    bool is_running = false;
    bool is_done = false;
    double share = 0;
    std::uint64_t events = 0;
    progress_sight sight;
  };

  std::vector<slot> slots_;
  status_line line_;
};

}  // namespace drawdown::cli
