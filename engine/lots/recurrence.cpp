#include "engine/lots/recurrence.hpp"

#include <algorithm>

#include "engine/units/planted.hpp"

namespace drawdown {
namespace {

instant after_exact(instant anchor, duration every, std::int64_t first, instant t) {
  const std::int64_t passed = t < anchor ? -1 : (t - anchor).us() / every.us();
  return anchor + duration::from_us(std::max(first, passed + 1) * every.us());
}

// The k-th boundary is at or after `t` from some k on; it is doubled until it is behind, then halved in.
instant after_calendar(instant anchor, calendar_span every, std::int32_t first, instant t,
                       const zone_table& zone, month_end rule) {
  const auto at = [&](std::int32_t k) { return boundary(anchor, every, k, zone, rule); };
  if (at(first) > t) return at(first);
  std::int32_t not_after = first;
  std::int32_t step = 1;
  while (at(not_after + step) <= t) {
    not_after += step;
    step *= 2;
  }
  for (; step > 1; step /= 2)
    if (at(not_after + step / 2) <= t) not_after += step / 2;
  return at(not_after + 1);
}

}  // namespace

instant next_recurrence(const recurrence& terms, instant effective, instant t, const zone_table& zone,
                        month_end rule) {
  const instant anchor = DRAWDOWN_PLANTED("anchor_drifts", terms.anchor.value_or(effective),
                                          std::max(terms.anchor.value_or(effective), t));
  const std::int32_t first = terms.anchor ? 0 : 1;
  const instant after = std::max(effective, t);
  if (const auto* exact = std::get_if<duration>(&terms.every))
    return after_exact(anchor, *exact, first, after);
  return after_calendar(anchor, std::get<calendar_span>(terms.every), first, after, zone, rule);
}

}  // namespace drawdown
