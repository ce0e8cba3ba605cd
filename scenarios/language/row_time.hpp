// When something in a table happened.
#pragma once

#include <string_view>

#include "engine/time/instant.hpp"
#include "engine/time/zone.hpp"

namespace drawdown::language {

// How the times of a table are meant.
struct row_clock {
  zone_table zone;               // of dates, and of times without an offset
  bool may_lack_offset = false;  // the zone was given for this column
};

// Reads RFC 3339, also with a space for the `T`; digits beyond microseconds are cut. A time without an offset
// is refused unless it may lack one.
result<instant> parse_row_time(std::string_view text, const row_clock& clock);

}  // namespace drawdown::language
