// What an event means in the books: a balanced double entry in credits (R13.1).
#pragma once

#include <functional>
#include <vector>

#include "engine/ledger/chart.hpp"
#include "engine/units/credits.hpp"
#include "engine/world/event.hpp"

namespace drawdown::ledger {

// One line of an entry: so much credit into an account of the books, or out of it where it is negative.
struct posting {
  ledger_account account = ledger_account::used;
  credits amount;
  friend bool operator==(const posting&, const posting&) = default;
};

// Tells the kind of a lot that was granted before; asked only about lots that the event names.
using kind_of_lot = std::function<lot_kind(lot_id)>;

// The entry of an event: customer accounts first, in the order in which credit was taken, one line per
// account of the books, none of zero. The amounts add up to zero. Empty where the event moves no credit: what
// was refused, repeated, scheduled, or only said.
std::vector<posting> postings_of(const event& what, const kind_of_lot& kind);

}  // namespace drawdown::ledger
