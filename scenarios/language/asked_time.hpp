// Times that a command line gives, written as in scenarios.
#pragma once

#include <string_view>

#include "engine/time/instant.hpp"
#include "engine/time/zone.hpp"
#include "engine/units/error.hpp"

namespace drawdown::language {

// An instant, or a date: its midnight in `zone`. Of one that lacks nothing but the offset the error says how
// to write it.
result<instant> parse_asked_instant(std::string_view text, const zone_table& zone);

// Exact time, `90s` or `1 minute`. The error of calendar time says what to write instead.
result<duration> parse_asked_duration(std::string_view text);

}  // namespace drawdown::language
