// Time zones for tests, made by hand: the tests do not depend on the system's table.
#pragma once

#include "engine/time/text.hpp"
#include "engine/time/zone.hpp"

namespace drawdown::test {

inline instant at(std::string_view text) {
  return parse_instant(text, zone_table{}).value();
}

constexpr std::int32_t hour_s = 3600;

// Madrid in 2026: one hour ahead, two in summer; 02:00 to 03:00 is skipped on 29 March, comes twice on 25
// October.
inline zone_table madrid() {
  return {"Europe/Madrid",
          {{instant::from_us(INT64_MIN), 1 * hour_s},
           {at("2026-03-29T01:00:00Z"), 2 * hour_s},
           {at("2026-10-25T01:00:00Z"), 1 * hour_s}}};
}

// A clock that is set back from 00:30 to 23:30 on the first of November: that month begins twice.
inline zone_table twice_midnight() {
  return {"Test/Twice", {{instant::from_us(INT64_MIN), 0}, {at("2026-11-01T00:30:00Z"), -1 * hour_s}}};
}

// Samoa, which went over the date line and had no 30 December 2011.
inline zone_table samoa() {
  return {"Pacific/Apia",
          {{instant::from_us(INT64_MIN), -10 * hour_s}, {at("2011-12-30T10:00:00Z"), 14 * hour_s}}};
}

}  // namespace drawdown::test
