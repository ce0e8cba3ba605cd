// Paces a load run and measures it. In a closed loop virtual time is free: the next epoch begins as soon as
// all accounts have answered the last. In an open loop it is wall time: an epoch is a tick, and it is worked
// once the clock has passed its end.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "actors/load/clock.hpp"
#include "actors/pace.hpp"
#include "engine/measure/histogram.hpp"

namespace drawdown::load {

struct pace_terms {
  nanoseconds warm_up{};                              // of wall time: not counted
  std::optional<nanoseconds> duration{};              // of wall time behind it; nothing: until the world ends
  nanoseconds late = std::chrono::milliseconds(100);  // a debit that is answered later than this is late
};

// How a load run stands. But for the first, what came in the warm-up is in none of it.
struct load_figures {
  std::uint64_t debits_with_warm_up = 0;
  nanoseconds elapsed{};         // since the warm-up
  std::uint64_t debits = 0;      // usages and captures, charged or refused
  std::uint64_t refused = 0;     // usages
  std::uint64_t plan_steps = 0;  // holds and what ends them, top-ups
  std::uint64_t visits = 0;      // accounts worked an epoch
  std::uint64_t events = 0;
  std::uint64_t block_bytes = 0;
  std::uint64_t late = 0;  // debits
  nanoseconds lag{};       // of the open loop: how far the last tick was behind its time
  nanoseconds most_lag{};
  bool is_warm = false;  // the warm-up is over
};

// So many debits in so long: the whole time is cut into such slices.
struct load_slice {
  nanoseconds length{};
  std::uint64_t debits = 0;
};

class load_pace : public run_pace {
 public:
  load_pace(load_clock& clock, const pace_terms& terms) : clock_(clock), terms_(terms) {}

  void begins() override;
  void answers(const answered_epoch& what) override;
  void ends(instant until) override;
  bool is_enough() override;

  // Told now and then, at most four times a second.
  std::function<void(const load_figures&)> on_progress;

  // After the run.
  const load_figures& figures() const { return figures_; }
  const measurement::histogram& latencies() const { return latencies_; }
  // The whole measured time in about so many equal slices, where there were that many epochs.
  std::vector<load_slice> slices(std::size_t wanted) const;

 protected:
  // The wall time at which the debits of an answer at `now` were to begin; told one by one.
  virtual void record_latencies(const answered_epoch& what, nanoseconds now) = 0;
  virtual nanoseconds lag_at(instant until, nanoseconds now) = 0;

  void record(nanoseconds latency, std::uint64_t times);
  load_clock& clock() { return clock_; }

 private:
  void warm_up_ends(nanoseconds now);
  void tell_progress(nanoseconds now);

  load_clock& clock_;
  pace_terms terms_;
  std::optional<nanoseconds> began_;    // the run
  std::optional<nanoseconds> warm_at_;  // what came before is not counted
  std::optional<nanoseconds> told_at_;
  load_figures figures_;
  measurement::histogram latencies_;
  std::vector<load_slice> marks_;  // time and debits since the warm-up, now and then
};

// `epoch`: as long in virtual time as each agent has its window of debits in it.
class closed_pace : public load_pace {
 public:
  closed_pace(load_clock& on, const pace_terms& terms, duration epoch);

  instant end_of_epoch(instant from) override { return from + epoch_; }
  nanoseconds wait(instant until) override;
  void begins() override;

 private:
  void record_latencies(const answered_epoch& what, nanoseconds now) override;
  nanoseconds lag_at(instant until, nanoseconds now) override;

  duration epoch_;
  nanoseconds handed_over_{};
};

// Virtual time goes with wall time from `start` on, in ticks. A run that is behind takes several at once, at
// most so many that a tenth of a second is worked at a time.
class open_pace : public load_pace {
 public:
  open_pace(load_clock& on, const pace_terms& terms, instant start, duration tick);

  instant end_of_epoch(instant from) override;
  nanoseconds wait(instant until) override;

 private:
  nanoseconds wall_time_of(instant at) const;
  void record_latencies(const answered_epoch& what, nanoseconds now) override;
  nanoseconds lag_at(instant until, nanoseconds now) override;

  instant start_;
  duration tick_;
  std::optional<nanoseconds> zero_;  // the wall time of `start`
};

}  // namespace drawdown::load
