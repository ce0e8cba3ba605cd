// The money of payments: where it is taken, where it stays, and how it goes back (R13.4).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R13.4: a charge succeeded with that attempt: its money is at the gateway that this was sent to, less what
// the gateway keeps. Of an attempt that was sent to none it is elsewhere.
void take_money(desk& d, payment& paid, std::uint32_t attempt);

// R13.4: an invoice was issued; so much of it was paid; it was voided, and what was paid goes back.
void bill_money(desk& d, const payment& billed);
void collect_money(desk& d, payment& billed, money part);
void void_bill(desk& d, const payment& billed);

// R13.4: so much of a payment's money goes back from where it is, to that account of the books; below zero it
// comes from there.
void return_money(desk& d, const payment& paid, int128 minor, money_account to);

// R13.4: each payout of each gateway up to that instant, which is worked before all else of it.
void pay_out(desk& d, instant at);

}  // namespace drawdown::reference
