#include "engine/time/zone.hpp"

#include <algorithm>
#include <iterator>

namespace drawdown {

namespace {

constexpr std::int64_t us_per_second = 1'000'000;
// No zone was or is further than this from UTC (RFC 8536 asks readers to take up to 26 hours).
constexpr std::int64_t widest_offset_us = 26 * 3600 * us_per_second;

std::int64_t sum(std::int64_t a, std::int64_t b) {
  std::int64_t total = 0;
  if (__builtin_add_overflow(a, b, &total)) throw defect("zone: a time beyond what can be represented");
  return total;
}

std::int64_t offset_us(const zone_transition& transition) {
  return transition.offset_s * us_per_second;
}

// The last transition at or before `t`; the first one where there is none.
auto transition_at(const zone_table& zone, instant t) {
  ensure(!zone.transitions.empty(), "zone: a table needs a transition");
  const auto after = std::upper_bound(zone.transitions.begin(), zone.transitions.end(), t,
                                      [](instant at, const zone_transition& next) { return at < next.from; });
  return after == zone.transitions.begin() ? after : std::prev(after);
}

}  // namespace

local_time to_local(const zone_table& zone, instant t) {
  const auto in_force = transition_at(zone, t);
  ensure(in_force->from <= t, "zone: asked before the earliest instant of its table");
  return {sum(t.us(), offset_us(*in_force))};
}

instant to_instant(const zone_table& zone, local_time local) {
  // What was in force that long before cannot be later than what we look for.
  auto in_force = transition_at(zone, instant::from_us(sum(local.us, -widest_offset_us)));
  // The first stretch whose local times reach beyond `local` holds it, or begins with the gap that skips it.
  for (auto next = std::next(in_force); next != zone.transitions.end(); ++next) {
    if (local.us < sum(next->from.us(), offset_us(*in_force))) break;
    in_force = next;
  }
  return std::max(instant::from_us(sum(local.us, -offset_us(*in_force))), in_force->from);
}

}  // namespace drawdown
