// How much of each meter an account used in its usage period, for prices that depend on it (R7.2).
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/catalog/catalog.hpp"

namespace drawdown {

// Counts the meters whose price asks for it; of others it always says zero.
class meter_counts {
 public:
  explicit meter_counts(const std::vector<meter>& meters) {
    for (std::size_t i = 0; i < meters.size(); ++i)
      if (meters[i].is_counted()) counted_.push_back({static_cast<meter_index>(i), 0});
  }

  // What was billed of the meter since the period began, in its quantity's millionths or microseconds.
  std::int64_t of(meter_index meter) const {
    const auto found =
        std::find_if(counted_.begin(), counted_.end(), [&](const count& c) { return c.of == meter; });
    return found == counted_.end() ? 0 : found->billed;
  }

  // Counts what was billed; the price had room for it.
  void add(meter_index meter, std::int64_t billed) {
    for (count& c : counted_)
      if (c.of == meter) c.billed += billed;
  }

  void begin_period() {
    for (count& c : counted_) c.billed = 0;
  }

  // Hands all counts to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const {
    for (const count& c : counted_) archive(c.of, c.billed);
  }

 private:
  struct count {
    meter_index of = 0;
    std::int64_t billed = 0;
  };
  std::vector<count> counted_;
};

}  // namespace drawdown
