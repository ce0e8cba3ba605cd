#include "engine/measure/budget.hpp"

#include <algorithm>

#include "engine/measure/bootstrap.hpp"

namespace drawdown::measurement {

namespace {

bool is_named(const metric& one, std::string_view name) {
  return name.ends_with('*') ? one.name.starts_with(name.substr(0, name.size() - 1)) : one.name == name;
}

bool is_better(const metric& one, const metric& other) {
  const double a = median_of(one.samples);
  const double b = median_of(other.samples);
  return one.better == better::lower ? a < b : a > b;
}

// The first of that name; of all whose name begins with what stands before a `*`, the best.
const metric* find_metric(std::span<const measurements> files, std::string_view name) {
  const metric* best = nullptr;
  for (const measurements& file : files)
    for (const metric& each : file.metrics)
      if (is_named(each, name) && (best == nullptr || (name.ends_with('*') && is_better(each, *best))))
        best = &each;
  return best;
}

// How the speeds of two costs, or the yields of two, stand to each other.
std::optional<double> speed_ratio(double measured, double floor, better which) {
  if (measured <= 0 || floor <= 0) return std::nullopt;
  return which == better::lower ? floor / measured : measured / floor;
}

std::optional<double> what_is_limited(const judged_budget& of) {
  switch (of.of.by) {
    case limited::value:
      return of.measured;
    case limited::above_floor:
      if (!of.measured || !of.floor) return std::nullopt;
      return *of.measured - *of.floor;
    case limited::ratio:
      return of.ratio;
  }
  return std::nullopt;
}

bool keeps_to(const budget& of, double judged) {
  return of.by == limited::ratio ? judged >= of.limit : judged <= of.limit;
}

judged_budget judge_one(const budget& of, std::span<const measurements> files) {
  judged_budget made;
  made.of = of;
  const metric* measured = find_metric(files, of.measured);
  const metric* floor = of.floor.empty() ? nullptr : find_metric(files, of.floor);
  if (measured != nullptr) {
    made.measured = of.times * median_of(measured->samples);
    made.samples = measured->samples.size();
  }
  if (floor != nullptr) made.floor = of.floor_times * median_of(floor->samples);
  if (made.measured && made.floor) made.ratio = speed_ratio(*made.measured, *made.floor, measured->better);
  made.judged = what_is_limited(made);
  if (made.judged) made.verdict = keeps_to(of, *made.judged) ? budget_verdict::met : budget_verdict::missed;
  return made;
}

}  // namespace

std::string_view word_for(budget_verdict what) {
  switch (what) {
    case budget_verdict::met:
      return "met";
    case budget_verdict::missed:
      return "missed";
    case budget_verdict::not_measured:
      break;
  }
  return "not measured";
}

std::string_view word_for(limited by) {
  switch (by) {
    case limited::value:
      return "value";
    case limited::above_floor:
      return "above floor";
    case limited::ratio:
      break;
  }
  return "ratio";
}

std::vector<judged_budget> judge(std::span<const budget> budgets, std::span<const measurements> files) {
  std::vector<judged_budget> made;
  made.reserve(budgets.size());
  for (const budget& each : budgets) made.push_back(judge_one(each, files));
  return made;
}

}  // namespace drawdown::measurement
