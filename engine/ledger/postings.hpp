// What an event means in the books of credit: a balanced double entry (R13.1).
#pragma once

#include <functional>
#include <vector>

#include <boost/container/small_vector.hpp>

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

// The entry of an event in credits: customer accounts first, in the order in which credit was taken, one line
// per account of the books, none of zero. Empty where the event moves no credit: what was refused, repeated,
// scheduled, held, or only said. A debit of 100 of which lots paid 60 and 40 became debt takes 60 from the
// customer's kinds and 40 from `customer:debt`, and 100 are used; debt that is paid moves from a kind to
// `customer:debt`, debt that is dropped from `debt_dropped` to it. What a debit forgave (R4.5) is no credit
// and is not booked; what is paid in money comes from `overage`. A refund takes back what was used, a
// chargeback moves what is owed for it from `customer:debt` to `charged_back` (R9.6, R9.7).
std::vector<posting> postings_of(const event& what, const kind_of_lot& kind);

// The same entry, without memory of its own for the few lines that most have.
using few_postings = boost::container::small_vector<posting, 6>;
few_postings entry_of(const event& what, const kind_of_lot& kind);

// How much of it the event moves into an account that is the same for all kinds, as `used` and `expired` are.
credits moved_into(ledger_account account, const event& what);

}  // namespace drawdown::ledger
