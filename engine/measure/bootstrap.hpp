// How many times as much B took as A, and how sure that is: the samples are drawn anew from themselves, again
// and again (Efron's bootstrap), and the ratios that come of it show how far another measurement might have
// been off.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace drawdown::measurement {

// Whether the first sample of A was taken beside the first of B, and so on: what slowed the machine down then
// slowed down both, and their ratio knows nothing of it.
enum class pairing : std::uint8_t { apart, paired };

struct bootstrap_terms {
  double confidence = 0.99;
  std::size_t resamples = 10'000;
  std::uint64_t seed = 1;
};

struct interval {
  double low = 0;
  double high = 0;
  friend bool operator==(const interval&, const interval&) = default;
};

// The ratio of B to A, and the interval in which it lies so confidently.
struct ratio_estimate {
  double ratio = 1;
  interval confident;
  friend bool operator==(const ratio_estimate&, const ratio_estimate&) = default;
};

// The median; of an even number of samples the middle between the two in the middle.
double median_of(std::span<const double> samples);

// Of samples taken apart the ratio of the medians, of pairs the median of their ratios; with the interval
// between the percentiles of what the resamples come to. The same samples, name and terms give the same
// bytes: the draws depend on nothing else. Samples are above zero; at most 65 536 on each side, and as many
// on both where they are paired.
ratio_estimate estimate_ratio(std::span<const double> a, std::span<const double> b, pairing how,
                              std::string_view name, const bootstrap_terms& terms = {});

}  // namespace drawdown::measurement
