// The golden text of a run: one line per event, stamped with virtual time, all accounts merged in order. A
// changed outcome changes a line.
#pragma once

#include <string>

#include "engine/units/error.hpp"
#include "reports/store/events.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// An event in one line, without stamp, account and newline: what happened, and every figure of it.
std::string transcript_line(const event_row& event, currency unit);

// All events by instant, account and number, then each account's figures at the end and the payments in
// flight. The same bytes for the same run.
result<std::string> transcript(const run_store& of);

}  // namespace drawdown::reports
