// Instants and lengths of time by their text.
#pragma once

#include <optional>
#include <string_view>

#include "engine/time/text.hpp"
#include "engine/world/commands.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/node.hpp"

namespace drawdown::language {

// All of these report what is wrong and then give nothing. `what` names the value in messages.

// Exact time: `90s`, `12m30s`, `1 minute`.
std::optional<duration> read_duration(scope& in, const node& at, std::string_view what);
// Exact time in a text that is part of a value.
std::optional<duration> read_duration_text(scope& in, text_place where, std::string_view text);
// Exact or calendar time, a leading `+` allowed.
std::optional<span_of_time> read_span(scope& in, const node& at, std::string_view what);
// Whether a length of time is zero.
bool is_nothing(const span_of_time& span);
// Whether it is one of months or years, which differ in their lengths.
bool in_months(const span_of_time& span);
// An instant or a date in `zone`.
std::optional<instant> read_instant(scope& in, const node& at, std::string_view what, const zone_table& zone);
// An instant, a date in `zone`, or `+14d`.
std::optional<moment> read_moment(scope& in, const node& at, std::string_view what, const zone_table& zone);

}  // namespace drawdown::language
