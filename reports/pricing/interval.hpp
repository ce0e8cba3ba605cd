// How sure a mean over several seeds is, in whole numbers: the same bytes on every machine (R14.7).
#pragma once

#include <optional>
#include <span>

#include "engine/units/wide.hpp"

namespace drawdown::reports::pricing {

// The mean of some runs, half to even, and how far the true one may lie from it on either side, with a
// confidence of 95 %: Student's t over the runs, rounded up. One run says nothing of that.
struct estimate {
  int128 mean = 0;
  std::optional<int128> margin;

  // Whether zero lies outside of the interval.
  bool differs_from_zero() const;
  friend bool operator==(const estimate&, const estimate&) = default;
};

// Of one value a run, at least one.
estimate estimate_of(std::span<const int128> values);

}  // namespace drawdown::reports::pricing
