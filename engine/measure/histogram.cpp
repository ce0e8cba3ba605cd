#include "engine/measure/histogram.hpp"

#include <algorithm>
#include <bit>

#include "engine/units/error.hpp"

namespace drawdown::measurement {

namespace {

__extension__ using uint128 = unsigned __int128;

// Buckets for each power of two. What is below twice as many has a bucket of its own.
constexpr std::size_t per_power = 1024;
constexpr unsigned exact_bits = 11;
static_assert(2 * per_power == std::size_t{1} << exact_bits);

// How often a value is halved until it is below 2 * per_power; buckets are 2^halvings wide there.
constexpr unsigned halvings_of(std::uint64_t value) {
  const auto bits = static_cast<unsigned>(std::bit_width(value));
  return bits > exact_bits ? bits - exact_bits : 0;
}

constexpr std::size_t bucket_of(std::uint64_t value) {
  const unsigned halvings = halvings_of(value);
  return halvings * per_power + static_cast<std::size_t>(value >> halvings);
}

constexpr std::size_t bucket_count = bucket_of(UINT64_MAX) + 1;

// The largest value of a bucket.
constexpr std::uint64_t top_of(std::size_t bucket) {
  if (bucket < 2 * per_power) return bucket;
  const std::size_t halvings = bucket / per_power - 1;
  const std::uint64_t leading = bucket - halvings * per_power;
  // Of the last bucket the shift leaves nothing, and one less than that is the largest number there is.
  return ((leading + 1) << halvings) - 1;
}
static_assert(top_of(bucket_count - 1) == UINT64_MAX);

}  // namespace

histogram::histogram() : buckets_(bucket_count) {}

void histogram::record(std::uint64_t nanoseconds, std::uint64_t times) noexcept {
  if (times == 0) return;
  buckets_[bucket_of(nanoseconds)] += times;
  count_ += times;
  min_ = std::min(min_, nanoseconds);
  max_ = std::max(max_, nanoseconds);
  sum_ += uint128{nanoseconds} * times;
}

void histogram::merge(const histogram& other) {
  for (std::size_t i = 0; i < bucket_count; ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  sum_ += other.sum_;
}

std::optional<std::uint64_t> histogram::min() const {
  return count_ == 0 ? std::nullopt : std::optional(min_);
}

std::optional<std::uint64_t> histogram::max() const {
  return count_ == 0 ? std::nullopt : std::optional(max_);
}

std::optional<double> histogram::mean() const {
  if (count_ == 0) return std::nullopt;
  return static_cast<double>(sum_) / static_cast<double>(count_);
}

std::optional<std::uint64_t> histogram::percentile(share at) const {
  constexpr std::uint64_t million = 1'000'000;
  ensure(at.parts_per_million <= million, "histogram: a share is at most the whole");
  const auto rank =
      static_cast<std::uint64_t>((uint128{count_} * at.parts_per_million + million - 1) / million);
  if (rank <= values_beyond || count_ - rank < values_beyond) return std::nullopt;
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < bucket_count; ++i) {
    seen += buckets_[i];
    if (seen >= rank) return std::min(top_of(i), max_);
  }
  throw defect("histogram: its buckets hold fewer values than it counted");
}

}  // namespace drawdown::measurement
