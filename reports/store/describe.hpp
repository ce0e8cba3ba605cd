// What happened, in words that the customer of a billing page understands (R12.1).
#pragma once

#include <string>
#include <string_view>

#include "engine/time/zone.hpp"
#include "engine/world/event.hpp"
#include "engine/world/world.hpp"
#include "reports/store/account_history.hpp"

namespace drawdown::reports {

// `12m30s` of a meter of time, `3` of one of units.
std::string quantity_text(std::int64_t quantity, measure per);

// An instant by the wall clock of `zone`, with the offset that is due then: `2026-04-01T00:00:00+02:00`.
std::string clock_text(instant at, const zone_table& zone);

// `free`, `plan`, `add-on`, `adjustment`, `paid`.
std::string_view words_for(lot_kind kind);

// Why something was refused: `not enough credit`.
std::string_view words_for(outcome refusal);

// One line without amounts of credit, which stand in columns of their own. `history` has taken in all events
// before this one, and this one.
std::string describe(const world& in, account_index account, const account_history& history,
                     const event& what);

}  // namespace drawdown::reports
