// How long things took, as counts in buckets: flat memory however many there were, and two histograms make
// one. Up to 2047 every value has a bucket of its own; beyond it 1024 buckets share each power of two. So
// what is told of a value is never below it, and above it by less than one part in 1024: three significant
// digits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace drawdown::measurement {

// A share of all values, exactly: 999'900 is p99.99.
struct share {
  std::uint32_t parts_per_million = 0;
  friend bool operator==(const share&, const share&) = default;
};

inline constexpr share p50{500'000};
inline constexpr share p90{900'000};
inline constexpr share p99{990'000};
inline constexpr share p99_9{999'000};
inline constexpr share p99_99{999'900};

// A value: copied, merged and compared as one. It takes 440 KiB.
class histogram {
 public:
  // A percentile is told where so many values lie on either side of it: with fewer the next run would show
  // another figure.
  static constexpr std::uint64_t values_beyond = 10;

  histogram();

  // Counts a value in nanoseconds, that came so many times. Allocates nothing.
  void record(std::uint64_t nanoseconds, std::uint64_t times = 1) noexcept;

  // Takes in all that another one counted. Whatever is merged in whatever order comes to the same.
  void merge(const histogram& other);

  std::uint64_t count() const { return count_; }

  // Exactly; nothing where nothing was counted.
  std::optional<std::uint64_t> min() const;
  std::optional<std::uint64_t> max() const;
  std::optional<double> mean() const;

  // The least value that so large a share of all does not exceed: never less than it, and more by less than
  // one part in 1024. Nothing where the values do not support it; p99.99 needs 100 000 of them.
  std::optional<std::uint64_t> percentile(share at) const;

  friend bool operator==(const histogram&, const histogram&) = default;

 private:
  __extension__ using wide_sum = unsigned __int128;  // the sum of 2^64 values

  std::vector<std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
  std::uint64_t min_ = UINT64_MAX;
  std::uint64_t max_ = 0;
  wide_sum sum_ = 0;
};

}  // namespace drawdown::measurement
