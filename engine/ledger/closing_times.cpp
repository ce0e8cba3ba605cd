#include "engine/ledger/closing_times.hpp"

#include "engine/time/calendar.hpp"
#include "engine/units/error.hpp"

namespace drawdown::ledger {
namespace {

constexpr duration day = duration::hours(24);
constexpr duration week = duration::days(7);
const instant first_monday = instant::from_us(duration::days(4).us());  // 1970 began on a Thursday

// The next of the instants that lie a multiple of `every` from `anchor`.
instant next_multiple(instant t, instant anchor, duration every) {
  const std::int64_t into = (t - anchor).us() % every.us();
  const std::int64_t gone = into < 0 ? into + every.us() : into;
  return t + duration::from_us(every.us() - gone);
}

}  // namespace

instant month_end_after(instant t) {
  return next_month(t, zone_table{});
}

bool is_cut_off(instant t, const world& in) {
  return t == in.end && month_end_after(t) != t.next();
}

instant payout_after(instant t, payout_every every) {
  switch (every) {
    case payout_every::never:
      return instant::never();
    case payout_every::day:
      return next_multiple(t, instant{}, day);
    case payout_every::week:
      return next_multiple(t, first_monday, week);
    case payout_every::month:
      return month_end_after(t);
  }
  throw defect("payout_after: a rhythm that is none");
}

}  // namespace drawdown::ledger
