#include "scenarios/language/thresholds.hpp"

#include <algorithm>
#include <array>

#include "engine/units/error.hpp"

namespace drawdown::language {
namespace {

using enum load_metric;
using unit = metric_unit;

constexpr std::array table = {
    metric_entry{latency_percentile, "debit.latency.p50", unit::seconds},
    metric_entry{latency_percentile, "debit.latency.p90", unit::seconds},
    metric_entry{latency_percentile, "debit.latency.p99", unit::seconds},
    metric_entry{latency_percentile, "debit.latency.p99.9", unit::seconds},
    metric_entry{latency_percentile, "debit.latency.p99.99", unit::seconds},
    metric_entry{latency_max, "debit.latency.max", unit::seconds},
    metric_entry{latency_mean, "debit.latency.mean", unit::seconds},
    metric_entry{debits, "debits", unit::count},
    metric_entry{rate, "debits.rate", unit::per_second},
    metric_entry{refused, "debits.refused", unit::count_of_debits},
    metric_entry{other_steps, "other_steps", unit::count},
    metric_entry{late, "late", unit::count_of_debits},
    metric_entry{lag_max, "lag.max", unit::seconds, true},
    metric_entry{lag_end, "lag.end", unit::seconds, true},
    metric_entry{not_answered, "not_answered", unit::count_of_debits, true},
    metric_entry{messages_per_debit, "messages_per_debit", unit::per_debit},
    metric_entry{events_per_debit, "events_per_debit", unit::per_debit},
    metric_entry{bytes_per_debit, "bytes_per_debit", unit::per_debit},
    metric_entry{peak_memory, "memory.peak", unit::megabytes},
};

constexpr int128 million = 1'000'000;

}  // namespace

std::span<const metric_entry> metric_table() {
  return table;
}

const metric_entry& entry_of(load_metric metric) {
  return *std::ranges::find(table, metric, &metric_entry::metric);
}

bool is_kept(const threshold& asked, const measured_figure& measured) {
  ensure(measured.of > 0, "a figure is of something");
  return holds(measured.parts * million, asked.compares, int128{asked.bound} * measured.of);
}

}  // namespace drawdown::language
