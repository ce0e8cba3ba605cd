// How diverse worlds are: which features each has, and which pairs of features met in one.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/worldgen/features.hpp"

namespace drawdown::worldgen {

class diversity {
 public:
  // Counts a world by what it has.
  void add(const feature_set& of_world);
  // Counts all that another has counted.
  void add(const diversity& other);

  std::uint64_t worlds() const { return worlds_; }
  // In how many worlds the two met; of one with itself: how many have it.
  std::uint64_t met(feature a, feature b) const;

  // Pairs of two different features: all that can meet, and those of them that never did.
  static std::vector<std::pair<feature, feature>> pairs();
  std::vector<std::pair<feature, feature>> never_met() const;

 private:
  std::uint64_t worlds_ = 0;
  std::array<std::array<std::uint64_t, features>, features> met_{};  // [a][b] where b <= a
};

}  // namespace drawdown::worldgen
