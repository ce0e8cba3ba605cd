// What kind of thing an event is, in the words of expectations (`events: {charged: 3}`) and reports.
#pragma once

#include <span>
#include <string_view>

#include "engine/world/event.hpp"

namespace drawdown {

// The kind of an event; always one of event_kinds().
std::string_view kind_of(const event& what);

// All kinds, in the order in which they are explained.
std::span<const std::string_view> event_kinds();

// What the lines of a customer's history are called (R12.1): `usage`, `captured_usage`, `refill`.
std::span<const std::string_view> history_entries();

}  // namespace drawdown
