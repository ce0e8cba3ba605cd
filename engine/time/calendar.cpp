#include "engine/time/calendar.hpp"

#include <chrono>

#include "engine/units/planted.hpp"

namespace drawdown {

namespace {

namespace chrono = std::chrono;
using local_clock_time = chrono::sys_time<chrono::microseconds>;  // a local time, counted as if it were UTC

// Input names years up to `last_year` and spans of a few centuries; what is beyond these years is a defect.
// Within them neither the calendar of the library nor a count of microseconds can overflow.
constexpr std::int64_t earliest_year = -9999;
constexpr std::int64_t latest_year = 9999;
constexpr std::int64_t days_in_range = 366 * (latest_year + 1);

struct date_and_time {
  chrono::sys_days day;
  chrono::microseconds of_day;
};

date_and_time split(local_time local) {
  const local_clock_time at{chrono::microseconds(local.us)};
  const auto day = chrono::floor<chrono::days>(at);
  return {day, at - day};
}

local_time join(date_and_time at) {
  return {chrono::microseconds(at.day.time_since_epoch()).count() + at.of_day.count()};
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// The same day so many months later; a day that the month does not have becomes its last one (R2.2).
chrono::sys_days add_months(chrono::sys_days from, std::int64_t months, month_end rule) {
  const chrono::year_month_day date{from};
  const std::int64_t month_count =
      int{date.year()} * std::int64_t{12} + (unsigned{date.month()} - 1) + months;
  const std::int64_t year = floor_divide(month_count, 12);
  ensure(year >= earliest_year && year <= latest_year, "calendar: a year beyond what can be represented");
  const chrono::year_month target{chrono::year(static_cast<int>(year)),
                                  chrono::month(static_cast<unsigned>(month_count - year * 12) + 1)};
  const chrono::year_month_day same_day = target / date.day();
  if (same_day.ok()) return same_day;
  const chrono::sys_days last = target / chrono::last;
  if (DRAWDOWN_PLANTED("month_overflows", rule == month_end::clamp, false)) return last;
  return last + (date.day() - chrono::year_month_day(last).day());
}

chrono::sys_days add_days(chrono::sys_days from, std::int64_t days) {
  ensure(days >= -days_in_range && days <= days_in_range, "calendar: a day beyond what can be represented");
  return from + chrono::days(days);
}

// `times` times the span, in one step: only so does every boundary count from the anchor (R2.2).
chrono::sys_days add_spans(chrono::sys_days from, calendar_span span, std::int64_t times, month_end rule) {
  const std::int64_t count = span.count * times;
  switch (span.unit) {
    case calendar_unit::days:
      return add_days(from, count);
    case calendar_unit::weeks:
      ensure(count >= -days_in_range && count <= days_in_range,
             "calendar: a week beyond what can be represented");
      return add_days(from, count * 7);
    case calendar_unit::months:
      return add_months(from, count, rule);
    case calendar_unit::years:
      ensure(count >= -2 * latest_year && count <= 2 * latest_year,
             "calendar: a year beyond what can be represented");
      return add_months(from, count * 12, rule);
  }
  throw defect("calendar: a unit that is none");
}

// The first instant of the month that is `months` after the one which a wall clock shows at `t`.
instant begin_of_month(instant t, const zone_table& zone, int months) {
  const chrono::year_month_day date{split(to_local(zone, t)).day};
  const chrono::year_month_day first = (date.year() / date.month() + chrono::months(months)) / chrono::day(1);
  return to_instant(zone, join({chrono::sys_days(first), chrono::microseconds(0)}));
}

// Whether the next month began at or before `t` although the wall clock shows the old one again: it was set
// back over midnight, and of the two midnights the first counts (R2.3).
bool clock_is_behind(instant t, const zone_table& zone) {
  return begin_of_month(t, zone, 1) <= t;
}

}  // namespace

instant boundary(instant anchor, calendar_span every, std::int32_t k, const zone_table& zone,
                 month_end rule) {
  if (anchor.is_never()) return anchor;
  date_and_time local = split(to_local(zone, anchor));
  local.day = DRAWDOWN_PLANTED(
      "days_of_utc", add_spans(local.day, every, k, rule),
      local.day + (add_spans(split({anchor.us()}).day, every, k, rule) - split({anchor.us()}).day));
  return DRAWDOWN_PLANTED("offset_of_the_anchor_kept", to_instant(zone, join(local)),
                          anchor + duration::from_us(join(local).us - to_local(zone, anchor).us));
}

instant boundary(instant anchor, const span_of_time& every, std::int32_t k, const zone_table& zone,
                 month_end rule) {
  if (const auto* calendar = std::get_if<calendar_span>(&every))
    return boundary(anchor, *calendar, k, zone, rule);
  return anchor + duration::from_us(std::get<duration>(every).us() * k);
}

instant add(instant from, const span_of_time& span, const zone_table& zone, month_end rule) {
  if (const auto* exact = std::get_if<duration>(&span)) return from + *exact;
  return boundary(from, std::get<calendar_span>(span), 1, zone, rule);
}

instant next_month(instant t, const zone_table& zone) {
  return begin_of_month(t, zone, clock_is_behind(t, zone) ? 2 : 1);
}

instant month_of(instant t, const zone_table& zone) {
  return begin_of_month(t, zone, clock_is_behind(t, zone) ? 1 : 0);
}

}  // namespace drawdown
