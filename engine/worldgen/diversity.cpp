#include "engine/worldgen/diversity.hpp"

#include <algorithm>

namespace drawdown::worldgen {

void diversity::add(const feature_set& of_world) {
  ++worlds_;
  for (std::size_t a = 0; a < features; ++a) {
    if (!of_world[a]) continue;
    for (std::size_t b = 0; b <= a; ++b)
      if (of_world[b]) ++met_[a][b];
  }
}

void diversity::add(const diversity& other) {
  worlds_ += other.worlds_;
  for (std::size_t a = 0; a < features; ++a)
    for (std::size_t b = 0; b <= a; ++b) met_[a][b] += other.met_[a][b];
}

std::uint64_t diversity::met(feature a, feature b) const {
  const auto first = static_cast<std::size_t>(a);
  const auto second = static_cast<std::size_t>(b);
  return met_[std::max(first, second)][std::min(first, second)];
}

std::vector<std::pair<feature, feature>> diversity::pairs() {
  // `when_short` has one value.
  const auto is_when_short = [](std::size_t f) {
    return f == static_cast<std::size_t>(feature::debt) ||
           f == static_cast<std::size_t>(feature::capped_debits) ||
           f == static_cast<std::size_t>(feature::overage);
  };
  std::vector<std::pair<feature, feature>> all;
  for (std::size_t a = 0; a < features; ++a)
    for (std::size_t b = 0; b < a; ++b)
      if (!is_when_short(a) || !is_when_short(b))
        all.emplace_back(static_cast<feature>(b), static_cast<feature>(a));
  return all;
}

std::vector<std::pair<feature, feature>> diversity::never_met() const {
  auto apart = pairs();
  std::erase_if(apart, [this](const auto& pair) { return met(pair.first, pair.second) > 0; });
  return apart;
}

}  // namespace drawdown::worldgen
