// How much of each meter an account used in its usage periods, for prices that depend on it (R7.2).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/world/world.hpp"

namespace drawdown {

// Counts the meters whose price asks for it in any version that the account may see: counters go on through
// new versions (R7.2). Of others it always says zero. Periods that are over are remembered as long as late
// usage may name them (R2.5).
class meter_counts {
 public:
  meter_counts(const world& in, account_index account);

  // What was billed of the meter so far in the period that holds `at`, in its quantity's millionths or
  // microseconds; what is older than the first period belongs to the first.
  std::int64_t of(meter_index meter, instant at) const { return counts_none() ? 0 : find(meter, at); }
  // The same in the period that runs.
  std::int64_t of(meter_index meter) const { return of(meter, instant::never()); }

  // Counts what was billed to the period that holds `at`; the price had room for it.
  void add(meter_index meter, std::int64_t billed, instant at) {
    if (!counts_none()) count_in_period(meter, billed, at);
  }

  // A usage period begins at `t` (R2.6).
  void begin_period(instant t);

  // Hands all counts to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const {
    for (const period& p : periods_) {
      archive(p.begin);
      for (const count& c : p.counts) archive(c.of, c.billed);
    }
  }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.periods_);
  }

 private:
  struct count {
    meter_index of = 0;
    std::int64_t billed = 0;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.of, self.billed);
    }
  };
  struct period {
    instant begin;
    std::vector<count> counts;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.begin, self.counts);
    }
  };

  bool counts_none() const { return periods_.back().counts.empty(); }
  std::int64_t find(meter_index meter, instant at) const;
  void count_in_period(meter_index meter, std::int64_t billed, instant at);
  std::size_t position_of(instant at) const;

  duration remembered_;          // how long a period is named after it is over
  std::vector<period> periods_;  // ascending; the last one runs
};

}  // namespace drawdown
