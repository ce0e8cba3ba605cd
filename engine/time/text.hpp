// Instants and lengths of time as people write and read them (R2.7).
#pragma once

#include <string>
#include <string_view>

#include "engine/time/calendar.hpp"
#include "engine/time/instant.hpp"
#include "engine/time/zone.hpp"

namespace drawdown {

// "2026-01-30T10:00:00Z", with as many decimals of the second as are not zero; "never" for never.
std::string to_string(instant t);

// The same instant as a wall clock in `zone` shows it: "2026-01-30 11:00:00".
std::string to_local_string(instant t, const zone_table& zone);

// "1h30m", "1m30s", "500ms", "1us": exact, in the largest units that fit, "0s" for nothing.
std::string to_string(duration d);

// "1h30m", or "3 days", "1 month".
std::string to_string(const span_of_time& span);

// Reads RFC 3339 with an offset ("…Z", "…+02:00", up to six decimals of the second), or a bare date, which is
// midnight in `zone`. Days that do not exist and years outside 1970…2199 are refused.
result<instant> parse_instant(std::string_view text, const zone_table& zone);

// Reads exact time: "90s", "12m30s", "36h", "7d", "500ms", "250us", units descending, each at most once.
result<duration> parse_duration(std::string_view text);

// Reads exact time as above, or calendar time: "3 days", "1 week", "1 month", "2 years".
result<span_of_time> parse_span(std::string_view text);

}  // namespace drawdown
