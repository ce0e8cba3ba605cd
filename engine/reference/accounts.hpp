// The books of money (R13.1, R13.5): how an entry is made, and what all of them come to.
//
// Entries are made where the judge moves credit and money itself, not from what it tells: `deferred.hpp` for
// credit, `fees.hpp` for plans and seats, `takings.hpp` for payments. So a wrong event and a wrong entry are
// two mistakes, not one.
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R13.1: one entry: so much comes into an account of the books and goes out of another; below zero it is the
// other way round.
void post(books& b, money_account into, money_account out_of, int128 minor);

// R13.5: what all entries before now come to, with what falls due by itself before now. What stands in the
// books is what follows from lots, fees and gateways; a difference is a defect.
trial_balance trial_balance_before(desk& d);

}  // namespace drawdown::reference
