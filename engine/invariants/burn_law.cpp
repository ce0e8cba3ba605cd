#include "engine/invariants/burn_law.hpp"

#include <algorithm>
#include <array>

#include "engine/units/wide.hpp"

namespace drawdown::invariants {
namespace {

// -1, 0 or 1, as `a` comes before, beside or behind `b`.
int rank(std::int64_t a, std::int64_t b) {
  return a < b ? -1 : a > b;
}

std::int64_t grain_us(expiry_grain grain) {
  switch (grain) {
    case expiry_grain::second:
      return duration::seconds(1).us();
    case expiry_grain::minute:
      return duration::minutes(1).us();
    case expiry_grain::day:
      return duration::days(1).us();
    case expiry_grain::microsecond:
      break;
  }
  return 1;
}

bool lacks(const lot_event& lot, burn_by by) {
  return by == burn_by::expires ? lot.expires.is_never()
                                : by == burn_by::cost_per_credit && lot.cost.is_zero();
}

int rank_by(const lot_event& a, const lot_event& b, const burn_key& key) {
  switch (key.by) {
    case burn_by::priority:
      return rank(a.priority, b.priority);
    case burn_by::effective:
      return rank(a.effective.us(), b.effective.us());
    case burn_by::created:
      return rank(a.created.us(), b.created.us());
    case burn_by::kind:
      return rank(static_cast<int>(a.kind), static_cast<int>(b.kind));
    case burn_by::lot_id:
      return rank(a.lot, b.lot);
    case burn_by::expires:
      return rank(a.expires.us() / grain_us(key.grain), b.expires.us() / grain_us(key.grain));
    case burn_by::cost_per_credit: {
      const int128 left = int128{a.cost.minor()} * b.amount.micro();
      const int128 right = int128{b.cost.minor()} * a.amount.micro();
      return left < right ? -1 : left > right;
    }
  }
  throw defect("burns_before: a key that is none");
}

// Where a lot that lacks the value stands is said by the key and knows no direction; nor does the user's
// place.
int order_by(const lot_event& a, const lot_event& b, const burn_key& key) {
  if (lacks(a, key.by) != lacks(b, key.by)) return lacks(a, key.by) == key.none_first ? -1 : 1;
  if (lacks(a, key.by)) return 0;
  const int order = key.descending ? -rank_by(a, b, key) : rank_by(a, b, key);
  if (order != 0 || key.by != burn_by::priority) return order;
  return rank(a.only.user == no_user ? 1 : 0, b.only.user == no_user ? 1 : 0);
}

// How long the span is at the most: as many fit between two instants at the least.
duration longest(const calendar_span& span) {
  constexpr std::array<std::int64_t, 4> days = {1, 7, 31, 366};  // by unit
  return duration::hours((days.at(static_cast<std::size_t>(span.unit)) * 24 + 26) * span.count);
}

}  // namespace

bool burns_before(const settings& rules, const lot_event& a, const lot_event& b) {
  for (const burn_key& key : rules.burn_down)
    if (const int order = order_by(a, b, key); order != 0) return order < 0;
  return a.lot < b.lot;
}

bool admits(const restriction& only, meter_index meter, user_index user) {
  if (only.user != no_user && only.user != user) return false;
  return only.meters.empty() || std::ranges::find(only.meters, meter) != only.meters.end();
}

instant end_instant(const settings& rules, instant expires) {
  if (expires.is_never()) return expires;
  const instant over = rules.expiry_inclusive ? expires.next() : expires;
  switch (rules.sweep.at) {
    case expiry_sweep::when::none:
      break;
    case expiry_sweep::when::delay:
      return over + rules.sweep.delay;
    case expiry_sweep::when::minute: {
      const std::int64_t hour_us = duration::hours(1).us();
      const std::int64_t sweep_us = duration::minutes(rules.sweep.minute).us();
      const std::int64_t since_us = ((over.us() - sweep_us) % hour_us + hour_us) % hour_us;
      return over + duration::from_us((hour_us - since_us) % hour_us);
    }
  }
  return over;
}

instant next_recurrence(const recurrence& recurs, instant effective, instant after, const zone_table& zone,
                        month_end rule) {
  const instant anchor = recurs.anchor.value_or(effective);
  const std::int64_t passed_us = std::max<std::int64_t>(0, (after - anchor).us());
  if (const auto* exact = std::get_if<duration>(&recurs.every)) {
    const std::int64_t k = anchor > after ? 0 : passed_us / exact->us() + 1;
    return anchor + duration::from_us(k * exact->us());
  }
  const auto& every = std::get<calendar_span>(recurs.every);
  auto k = static_cast<std::int32_t>(passed_us / longest(every).us());
  while (boundary(anchor, every, k, zone, rule) <= after) ++k;
  return boundary(anchor, every, k, zone, rule);
}

}  // namespace drawdown::invariants
