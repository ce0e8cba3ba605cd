// A time zone as data: the system's table is read at the border and handed to the engine (R2.3).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/time/instant.hpp"

namespace drawdown {

// A local date and time on the calendar, without a zone: microseconds since 1970-01-01T00:00 local.
struct local_time {
  std::int64_t us = 0;
  friend constexpr auto operator<=>(const local_time&, const local_time&) = default;
};

// From `from` on, local time is UTC plus `offset_s`, until the next transition.
struct zone_transition {
  instant from;
  std::int32_t offset_s = 0;
  friend bool operator==(const zone_transition&, const zone_transition&) = default;
};

// One IANA zone. Transitions ascend; the first one's `from` is the earliest instant that may be asked.
struct zone_table {
  std::string name = "UTC";
  std::vector<zone_transition> transitions{{instant::from_us(INT64_MIN), 0}};
  friend bool operator==(const zone_table&, const zone_table&) = default;
};

// The local date and time that a clock on the wall shows at `t`.
local_time to_local(const zone_table& zone, instant t);

// The instant of a local date and time: one that is skipped falls on the first instant after the gap, one
// that occurs twice on the first of the two (R2.3).
instant to_instant(const zone_table& zone, local_time local);

}  // namespace drawdown
