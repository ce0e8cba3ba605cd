#include "engine/measure/measurements.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace drawdown::measurement {

namespace {

bool are_alike(const metric& a, const metric& b) {
  return a.name == b.name && a.unit == b.unit && a.gate == b.gate && a.better == b.better;
}

// What keeps two files from being one; empty where nothing does.
std::string difference(const measurements& a, const measurements& b) {
  if (a.what != b.what || a.subject != b.subject)
    return fmt::format("`{}` was measured before, now `{}`", a.subject, b.subject);
  if (a.interleaved != b.interleaved)
    return fmt::format("it belongs to the round `{}`, this to `{}`", a.interleaved, b.interleaved);
  if (a.conditions != b.conditions) return "the conditions are others than before";
  if (!std::ranges::equal(a.metrics, b.metrics, are_alike)) return "the metrics are others than before";
  return "";
}

}  // namespace

std::string_view word_for(measured_by what) {
  return what == measured_by::load ? "load" : "bench";
}

std::string_view word_for(gate which) {
  return which == gate::exact ? "exact" : "time";
}

std::string_view word_for(better which) {
  return which == better::lower ? "lower" : "higher";
}

result<void> append(measurements& to, const measurements& more) {
  if (const std::string why = difference(to, more); !why.empty())
    return fail(error_code::conflict,
                fmt::format("these samples cannot be added: {}; write them to another file", why));
  for (std::size_t i = 0; i < to.metrics.size(); ++i)
    if (to.metrics[i].samples.size() + more.metrics[i].samples.size() > most_samples)
      return fail(error_code::out_of_range,
                  fmt::format("`{}` would have more than {} samples", to.metrics[i].name, most_samples));
  for (std::size_t i = 0; i < to.metrics.size(); ++i) {
    const std::vector<double>& added = more.metrics[i].samples;
    to.metrics[i].samples.insert(to.metrics[i].samples.end(), added.begin(), added.end());
  }
  return {};
}

}  // namespace drawdown::measurement
