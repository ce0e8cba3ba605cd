#include "engine/lots/end_instant.hpp"

namespace drawdown {
namespace {

// The first instant at or after `t` at which an hour in UTC is so many minutes old.
instant next_minute_of_hour(instant t, std::uint32_t minute) {
  constexpr std::int64_t hour_us = duration::hours(1).us();
  const std::int64_t since_minute = (t.us() - duration::minutes(minute).us()) % hour_us;
  const std::int64_t past = since_minute < 0 ? since_minute + hour_us : since_minute;
  return past == 0 ? t : t + duration::from_us(hour_us - past);
}

}  // namespace

instant end_instant(instant expires, const settings& rules) {
  if (expires.is_never()) return expires;
  const instant over = rules.expiry_inclusive ? expires.next() : expires;
  switch (rules.sweep.at) {
    case expiry_sweep::when::none:
      return over;
    case expiry_sweep::when::minute:
      return next_minute_of_hour(over, rules.sweep.minute);
    case expiry_sweep::when::delay:
      return over + rules.sweep.delay;
  }
  throw defect("an expiry sweep that is none");
}

}  // namespace drawdown
