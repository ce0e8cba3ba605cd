// What a load run has to keep: one figure of it, a comparison, a bound.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/measure/histogram.hpp"
#include "engine/world/always.hpp"

namespace drawdown::language {

// The figures of a load run that a threshold may name. What came in the warm-up is in none of them.
enum class load_metric : std::uint8_t {
  latency_percentile,
  latency_max,
  latency_mean,
  debits,
  rate,
  refused,
  other_steps,
  late,
  lag_max,
  lag_end,
  not_answered,
  messages_per_debit,
  events_per_debit,
  bytes_per_debit,
  peak_memory,
};

// What a figure is counted in. Bounds are held in millionths of it.
enum class metric_unit : std::uint8_t {
  seconds,
  count,
  count_of_debits,  // which may also be bound as a share of all debits: `late < 0.1%`
  per_second,
  per_debit,
  megabytes,
};

struct metric_entry {
  load_metric metric;
  std::string_view name;  // of a percentile the name of the most usual one
  metric_unit unit;
  bool of_open_loop = false;  // and of no other
};

// All metrics. Percentiles are there by names that stand for all of them: `debit.latency.p99`.
std::span<const metric_entry> metric_table();

// What every name of a latency begins with.
inline constexpr std::string_view latency_prefix = "debit.latency.";

struct threshold {
  load_metric of = load_metric::debits;
  measurement::share at{};  // of a percentile
  comparison compares = comparison::less;
  std::uint64_t bound = 0;    // in millionths of the metric's unit, or of all debits
  bool is_of_debits = false;  // the bound is a share of all debits
  std::string text;           // as it was written
  std::uint32_t line = 0;     // where
  friend bool operator==(const threshold&, const threshold&) = default;
};

// The row of a metric.
const metric_entry& entry_of(load_metric metric);

// A figure exactly: so many parts of its unit, a count of which make one. Above zero below the line.
struct measured_figure {
  std::uint64_t parts = 0;
  std::uint64_t of = 1;
};

// Whether the figure is as the threshold says. Nothing is rounded.
bool is_kept(const threshold& asked, const measured_figure& measured);

}  // namespace drawdown::language
