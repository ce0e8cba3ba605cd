#include "cli/load_thresholds.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "cli/load_report.hpp"

namespace drawdown::cli {

namespace {

using language::load_metric;
using language::measured_figure;
using language::metric_unit;
using language::threshold;
using load::load_phase;

constexpr std::uint64_t second_ns = 1'000'000'000;
constexpr std::uint64_t megabyte = 1'000'000;

std::uint64_t count_of(load::nanoseconds length) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(length.count(), 0));
}

measured_figure time_of(std::uint64_t nanoseconds) {
  return {nanoseconds, second_ns};
}

std::optional<measured_figure> time_of(std::optional<std::uint64_t> nanoseconds) {
  return nanoseconds ? std::optional(time_of(*nanoseconds)) : std::nullopt;
}

// Nothing where there is nothing to be a share of.
std::optional<measured_figure> ratio(std::uint64_t parts, std::uint64_t of) {
  return of > 0 ? std::optional(measured_figure{parts, of}) : std::nullopt;
}

std::optional<measured_figure> figure_of(const threshold& asked, const load_report& report) {
  const load_phase& main = *report.main;
  const load::load_figures& figures = main.figures;
  const auto counted = [&](std::uint64_t number) -> std::optional<measured_figure> {
    return asked.is_of_debits ? ratio(number, figures.debits) : measured_figure{number, 1};
  };
  switch (asked.of) {
    case load_metric::latency_percentile:
      return time_of(main.latencies.percentile(asked.at));
    case load_metric::latency_max:
      return time_of(main.latencies.max());
    case load_metric::latency_mean:
      if (const auto mean = main.latencies.mean())
        return time_of(static_cast<std::uint64_t>(std::llround(*mean)));
      return {};
    case load_metric::debits:
      return counted(figures.debits);
    case load_metric::rate:
      return ratio(figures.debits * second_ns, count_of(figures.elapsed));
    case load_metric::refused:
      return counted(figures.refused);
    case load_metric::other_steps:
      return counted(figures.plan_steps);
    case load_metric::late:
      return counted(figures.late);
    case load_metric::lag_max:
      return report.options.rate ? std::optional(time_of(count_of(figures.most_lag))) : std::nullopt;
    case load_metric::lag_end:
      return report.options.rate ? std::optional(time_of(count_of(figures.lag))) : std::nullopt;
    case load_metric::not_answered:
      return report.options.rate ? counted(not_answered(report, main)) : std::nullopt;
    case load_metric::messages_per_debit:
      return ratio(messages_of(main), figures.debits_with_warm_up);
    case load_metric::events_per_debit:
      return ratio(figures.events, figures.debits);
    case load_metric::bytes_per_debit:
      return ratio(figures.block_bytes, figures.debits);
    case load_metric::peak_memory:
      break;
  }
  return main.resident_bytes > 0 ? std::optional(measured_figure{main.resident_bytes, megabyte})
                                 : std::nullopt;
}

judged_threshold judged(const threshold& asked, const load_report& report) {
  judged_threshold made{asked, threshold_verdict::not_measured, figure_of(asked, report)};
  if (made.measured)
    made.verdict = is_kept(asked, *made.measured) ? threshold_verdict::kept : threshold_verdict::missed;
  else if (asked.of == load_metric::latency_percentile && report.main->latencies.count() > 0)
    made.verdict = threshold_verdict::unsupported;
  return made;
}

// With as many digits as a bound has, so that what is a little beyond it looks so.
std::string time_text(double seconds) {
  if (seconds < 1e-6) return fmt::format("{:.6g} ns", seconds * 1e9);
  if (seconds < 1e-3) return fmt::format("{:.6g} µs", seconds * 1e6);
  if (seconds < 1) return fmt::format("{:.6g} ms", seconds * 1e3);
  return fmt::format("{:.6g} s", seconds);
}

}  // namespace

std::vector<judged_threshold> judge(const std::vector<threshold>& asked, const load_report& report) {
  std::vector<judged_threshold> all;
  if (!report.main) return all;
  all.reserve(asked.size());
  for (const threshold& each : asked) all.push_back(judged(each, report));
  return all;
}

std::size_t missed_of(const std::vector<judged_threshold>& judged) {
  return judged.size() - static_cast<std::size_t>(
                             std::ranges::count(judged, threshold_verdict::kept, &judged_threshold::verdict));
}

std::string measured_text(const judged_threshold& judged) {
  if (judged.verdict == threshold_verdict::unsupported) return "not supported by so few debits";
  if (!judged.measured) return "not measured in this run";
  const double value = static_cast<double>(judged.measured->parts) / static_cast<double>(judged.measured->of);
  switch (entry_of(judged.asked.of).unit) {
    case metric_unit::seconds:
      return time_text(value);
    case metric_unit::count:
      return grouped(judged.measured->parts);
    case metric_unit::count_of_debits:
      return judged.asked.is_of_debits
                 ? fmt::format("{:.6g}%, {} debits", value * 100, grouped(judged.measured->parts))
                 : grouped(judged.measured->parts);
    case metric_unit::per_second:
      return grouped(static_cast<std::uint64_t>(value)) + "/s";
    case metric_unit::per_debit:
      return fmt::format("{:.6g}", value);
    case metric_unit::megabytes:
      break;
  }
  return fmt::format("{:.6g} MB", value);
}

std::string word_for(threshold_verdict verdict) {
  switch (verdict) {
    case threshold_verdict::kept:
      return "kept";
    case threshold_verdict::missed:
      return "missed";
    case threshold_verdict::unsupported:
      return "not supported";
    case threshold_verdict::not_measured:
      break;
  }
  return "not measured";
}

}  // namespace drawdown::cli
