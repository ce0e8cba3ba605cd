// Usage as customers make it again and again: more in some hours, on some days and in some months than in
// others, and drawn.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/catalog/catalog.hpp"
#include "engine/time/instant.hpp"
#include "engine/world/names.hpp"

namespace drawdown::population {

// How much of something is expected since the first step until `from`, with 32 bits behind the point. From
// one step to the next it grows evenly.
struct rhythm_step {
  instant from;
  std::uint64_t before = 0;
  friend bool operator==(const rhythm_step&, const rhythm_step&) = default;
};

// How often something happens over a run: steps that ascend in both. Nothing happens before the first and
// behind the last.
using rhythm = std::vector<rhythm_step>;

// How much a usage is, in the quantity's millionths or microseconds.
struct drawn_quantity {
  enum class law : std::uint8_t {
    fixed,     // `least`, always
    uniform,   // from `least` to `most`
    lognormal  // half are at most `least`, the median; 95 of 100 at most `most`
  };
  law by = law::fixed;
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::int64_t grain = 1;  // what is drawn is rounded to whole ones of it, and is one at least
  friend bool operator==(const drawn_quantity&, const drawn_quantity&) = default;
};

// What an agent uses again and again.
struct habitual_usage {
  enum class arrivals : std::uint8_t {
    poisson,  // by chance alone
    fixed     // one for each that is expected, somewhere in its part of the time
  };
  meter_index meter = 0;
  value_index value = no_value;
  std::int64_t times = 1;
  arrivals by = arrivals::poisson;
  std::shared_ptr<const rhythm> when;  // shared by all who have the same habit; never null
  drawn_quantity quantity;
};

// What the agents of a customer do: each of them all of it, from when the customer joins until it leaves.
struct customer_habits {
  std::shared_ptr<const std::vector<habitual_usage>> uses;  // shared by customers alike; never null
  instant from;
  instant until = instant::never();  // nothing is used from here on
};

}  // namespace drawdown::population
