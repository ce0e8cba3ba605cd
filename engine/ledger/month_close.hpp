// What a month did to the money that was received and not earned (R13.5).
#pragma once

#include <optional>
#include <vector>

#include "engine/ledger/money_books.hpp"
#include "engine/time/instant.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::ledger {

// One calendar month in UTC, of one account or of several, in minor units. What is owed for credit and for
// time to come (`deferred` and `deferred_fees` together) foots: opening + added - used - recognised - expired
// - refunded - charged_back = closing. The others are of that month, but `receivables`, which are open at its
// end; received - given_back - taken_back - gateway_fees is what gateways, cash and what was paid elsewhere
// changed by.
struct month_close {
  instant begins;
  int128 opening = 0;
  int128 added = 0;         // paid for and told
  int128 used = 0;          // revenue by use; below zero where more came back
  int128 recognised = 0;    // fees, by time
  int128 expired = 0;       // breakage
  int128 refunded = 0;      // what refunds of payments took of it
  int128 charged_back = 0;  // what chargebacks took of it, less what won disputes brought back
  int128 closing = 0;

  int128 received = 0;    // by gateways, on invoices and elsewhere, before fees
  int128 paid_out = 0;    // by gateways, into cash
  int128 overage = 0;     // revenue of usage beyond the credit
  int128 given_back = 0;  // by refunds of payments
  int128 taken_back = 0;  // by banks, less what they gave back
  int128 gateway_fees = 0;
  int128 chargeback_losses = 0;
  int128 receivables = 0;

  // What was earned: by use, by time, beyond the credit, and by what expired.
  int128 revenue() const { return used + recognised + overage + expired; }
  // Whether opening and changes come to the closing.
  bool foots() const {
    return opening + added - used - recognised - expired - refunded - charged_back == closing;
  }

  // Adds the same month of somebody else.
  month_close& operator+=(const month_close& other);
  friend bool operator==(const month_close&, const month_close&) = default;
};

// Months that follow each other, as one: the first opening, the sums of what happened, the last closing and
// receivables.
month_close sum_of(const std::vector<month_close>& months);

// Closes the months of an account, one after the other.
class month_closer {
 public:
  explicit month_closer(instant start);

  // The entry of an event, in order of time.
  void see(const event& what, const money_entry& entry);
  // One that no event made: it belongs to the time before its instant.
  void see(const closing_entry& entry);

  // All months until before `end`, also those in which nothing happened, and that of `end` if something
  // happened then. Ends the closing.
  std::vector<month_close> finish(instant end) &&;

 private:
  void open_month_of(instant t);

  month_close month_;  // the one that is open
  instant next_;       // when it ends
  std::vector<month_close> closed_;
};

}  // namespace drawdown::ledger
