// Entries of a customer's history as rows that line up: on statements, on pages of the history.
#pragma once

#include <string>
#include <vector>

#include "engine/time/zone.hpp"
#include "engine/units/money.hpp"
#include "reports/statement/text.hpp"
#include "reports/store/events.hpp"

namespace drawdown::reports {

// "+12.5", "-3", "0".
std::string change_text(credits change);

// When by the wall clock of `zone`, what, credits, worth and balance of each event, in their order; with what
// is held and what is owed after it, where any of them has some. `numbered` with its number, and with the
// kind and the key by which an expectation names the line.
table table_of_history(const std::vector<event_row>& events, currency unit, const zone_table& zone,
                       bool numbered);

}  // namespace drawdown::reports
