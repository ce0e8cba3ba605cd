// Calendar time: days, weeks, months and years in a zone (R2.2, R2.3, R2.7).
#pragma once

#include <compare>
#include <cstdint>
#include <variant>

#include "engine/time/instant.hpp"
#include "engine/time/zone.hpp"

namespace drawdown {

enum class calendar_unit : std::uint8_t { days, weeks, months, years };

// `3 days`, `1 month`: a length that depends on where in the calendar it begins.
struct calendar_span {
  std::int32_t count = 0;
  calendar_unit unit = calendar_unit::days;
  friend auto operator<=>(const calendar_span&, const calendar_span&) = default;
};

// A length of time as people write it: exact (`36h`, `7d`) or of the calendar (`1 month`) (R2.7).
using span_of_time = std::variant<duration, calendar_span>;

// What becomes of a day that the month does not have (R2.2): `clamp` takes its last day, `overflow` counts on
// into the next month.
enum class month_end : std::uint8_t { clamp, overflow };

// The instant `span` after `from`: exact time is added as it is, calendar time moves the local date in `zone`
// and keeps the local time of day. A month too short for the day ends on its last one (`clamp`).
instant add(instant from, const span_of_time& span, const zone_table& zone, month_end rule);

// The k-th boundary counted from the anchor, never from the previous boundary (R2.2).
instant boundary(instant anchor, calendar_span every, std::int32_t k, const zone_table& zone, month_end rule);

// The same of a span that may be exact time. `k` may be below zero: boundaries before the anchor.
instant boundary(instant anchor, const span_of_time& every, std::int32_t k, const zone_table& zone,
                 month_end rule);

// The first instant of the calendar month in `zone` that begins after `t` (R2.6).
instant next_month(instant t, const zone_table& zone);

// The first instant of the calendar month in `zone` that holds `t` (R2.6).
instant month_of(instant t, const zone_table& zone);

}  // namespace drawdown
