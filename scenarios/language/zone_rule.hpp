// The rule by which a zone's clock changes every year, as POSIX writes it: `CET-1CEST,M3.5.0,M10.5.0/3`.
// Files of the time-zone database end with one, for the years behind their last listed change.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/time/zone.hpp"

namespace drawdown::language {

// The day of a year on which a clock changes, and when on that day.
struct yearly_change {
  enum class form : std::uint8_t {
    month_week_day,    // `M3.5.0`: the last Sunday of March
    day_without_leap,  // `J60`: the first of March in every year
    day_with_leap,     // `59`: the 60th day of the year
  };
  form by = form::month_week_day;
  int month = 1;
  int week = 1;              // 5: the last
  int day = 0;               // of the week from Sunday, or of the year
  std::int32_t at_s = 7200;  // local seconds from midnight; may lie outside the day
};

// A rule without changes has one offset for ever.
struct zone_rule {
  std::int32_t standard_s = 0;  // local time less UTC
  std::int32_t summer_s = 0;
  std::optional<yearly_change> to_summer;
  std::optional<yearly_change> to_standard;
};

// Reads a rule; nothing where it is none.
std::optional<zone_rule> read_zone_rule(std::string_view text);

// The changes of one year, ascending.
std::vector<zone_transition> changes_of(const zone_rule& rule, int year);

}  // namespace drawdown::language
