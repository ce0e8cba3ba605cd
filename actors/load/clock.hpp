// The machine's clock, as far as load looks at it. A test brings its own.
#pragma once

#include <chrono>

namespace drawdown::load {

using nanoseconds = std::chrono::nanoseconds;

class load_clock {
 public:
  load_clock() = default;
  load_clock(const load_clock&) = delete;
  load_clock& operator=(const load_clock&) = delete;
  virtual ~load_clock() = default;

  // The time since some beginning; never runs backwards.
  virtual nanoseconds now() = 0;
};

class steady_clock : public load_clock {
 public:
  nanoseconds now() override {
    return std::chrono::duration_cast<nanoseconds>(std::chrono::steady_clock::now().time_since_epoch());
  }
};

}  // namespace drawdown::load
