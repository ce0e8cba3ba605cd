#include "engine/measure/comparison.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace drawdown::measurement {

namespace {

const metric* find_metric(const measurements& in, const std::string& name) {
  const auto found = std::ranges::find(in.metrics, name, &metric::name);
  return found == in.metrics.end() ? nullptr : &*found;
}

const condition* find_condition(const measurements& in, const std::string& name) {
  const auto found = std::ranges::find(in.conditions, name, &condition::name);
  return found == in.conditions.end() ? nullptr : &*found;
}

std::vector<std::string> differing_conditions(const measurements& a, const measurements& b) {
  std::vector<std::string> warnings;
  for (const condition& in_a : a.conditions) {
    const condition* in_b = find_condition(b, in_a.name);
    if (in_b == nullptr)
      warnings.push_back(fmt::format("{}: `{}` in A, and B does not say", in_a.name, in_a.value));
    else if (in_a.value != in_b->value)
      warnings.push_back(fmt::format("{}: `{}` in A, `{}` in B", in_a.name, in_a.value, in_b->value));
  }
  for (const condition& in_b : b.conditions)
    if (find_condition(a, in_b.name) == nullptr)
      warnings.push_back(fmt::format("{}: A does not say, `{}` in B", in_b.name, in_b.value));
  return warnings;
}

// Files of one round were measured in turns, sample by sample.
pairing pairing_of(const measurements& a, const measurements& b) {
  return !a.interleaved.empty() && a.interleaved == b.interleaved ? pairing::paired : pairing::apart;
}

// Why a time is not judged; empty where it can be.
std::string too_few(const metric& a, const metric& b) {
  const std::size_t fewer = std::min(a.samples.size(), b.samples.size());
  if (fewer >= fewest_samples) return "";
  return fmt::format("{} sample{} in {}, and it takes {} on each side", fewer, fewer == 1 ? "" : "s",
                     a.samples.size() == fewer ? "A" : "B", fewest_samples);
}

void judge_time(const metric& a, const metric& b, pairing how, const comparison_terms& terms,
                judged_metric& made) {
  made.reason = too_few(a, b);
  if (!made.reason.empty()) return;
  if (a.samples.size() != b.samples.size()) how = pairing::apart;
  const ratio_estimate seen = estimate_ratio(a.samples, b.samples, how, a.name, terms.bootstrap);
  made.ratio = seen.ratio;
  made.confident = seen.confident;
  made.judged = judge(a.better == better::lower ? seen : inverted(seen), terms.tolerance);
  if (made.judged == verdict::inconclusive) made.reason = "the interval is too wide to say";
}

void judge_exact(const metric& a, const metric& b, judged_metric& made) {
  const auto [least_a, most_a] = std::ranges::minmax(a.samples);
  const auto [least_b, most_b] = std::ranges::minmax(b.samples);
  const bool lower_is_better = a.better == better::lower;
  if (least_a == most_a && least_b == most_b && least_a == least_b) {
    made.judged = verdict::unchanged;
  } else if (most_b < least_a) {
    made.judged = lower_is_better ? verdict::improved : verdict::regressed;
  } else if (least_b > most_a) {
    made.judged = lower_is_better ? verdict::regressed : verdict::improved;
  } else {
    const bool is_a = least_a != most_a;
    made.reason = fmt::format("it does not repeat: from {} to {} in {}", is_a ? least_a : least_b,
                              is_a ? most_a : most_b, is_a ? "A" : "B");
  }
}

result<judged_metric> judged(const metric& a, const metric& b, pairing how, const comparison_terms& terms) {
  if (a.unit != b.unit || a.gate != b.gate || a.better != b.better)
    return fail(error_code::conflict,
                fmt::format("`{}` is not the same metric in both: {}, {}, {} is better in A; {}, {}, {} in B",
                            a.name, a.unit, word_for(a.gate), word_for(a.better), b.unit, word_for(b.gate),
                            word_for(b.better)));
  judged_metric made{a.name,
                     a.unit,
                     a.gate,
                     a.better,
                     median_of(a.samples),
                     median_of(b.samples),
                     std::nullopt,
                     std::nullopt,
                     verdict::inconclusive,
                     ""};
  if (made.a > 0) made.ratio = made.b / made.a;
  if (a.gate == gate::exact)
    judge_exact(a, b, made);
  else
    judge_time(a, b, how, terms, made);
  return made;
}

}  // namespace

std::size_t comparison::count(verdict of) const {
  return static_cast<std::size_t>(std::ranges::count(metrics, of, &judged_metric::judged));
}

verdict comparison::overall() const {
  if (count(verdict::regressed) > 0) return verdict::regressed;
  if (count(verdict::inconclusive) > 0 || !only_in_a.empty()) return verdict::inconclusive;
  return count(verdict::improved) > 0 ? verdict::improved : verdict::unchanged;
}

result<comparison> compare(const measurements& a, const measurements& b, const comparison_terms& terms) {
  if (a.what != b.what || a.subject != b.subject)
    return fail(error_code::conflict,
                fmt::format("they measure different things: `{}` ({}) in A, `{}` ({}) in B", a.subject,
                            word_for(a.what), b.subject, word_for(b.what)));
  comparison made;
  made.subject = a.subject;
  made.warnings = differing_conditions(a, b);
  for (const metric& in_a : a.metrics) {
    const metric* in_b = find_metric(b, in_a.name);
    if (in_b == nullptr) {
      made.only_in_a.push_back(in_a.name);
      continue;
    }
    auto one = judged(in_a, *in_b, pairing_of(a, b), terms);
    if (!one) return tl::unexpected(one.error());
    made.metrics.push_back(std::move(*one));
  }
  for (const metric& in_b : b.metrics)
    if (find_metric(a, in_b.name) == nullptr) made.only_in_b.push_back(in_b.name);
  if (made.metrics.empty())
    return fail(error_code::conflict, "they measure different things: no metric is in both");
  return made;
}

}  // namespace drawdown::measurement
