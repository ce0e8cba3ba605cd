// Lots: how they are accepted, booked and ended (R3.1–R3.7), and the figures that they make (R3.12).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R3.12: the figures of the account, summed over its lots and its debt.
figures figures_of(const books& b);

// R1.6: whether so much more credit may be accepted or owed without all of it together passing what can be
// counted.
bool may_commit(const books& b, credits amount);

// R2.1: the end instant of a lot that expires then.
instant end_of(const settings& rules, instant expires);

// Accepts a lot: it gets its id, and is booked now or when it becomes effective (R3.5). Its cost goes out of
// that account (R13.2); of one that is scheduled it was paid elsewhere. Answers `granted` or `scheduled`.
outcome accept_lot(desk& d, lot accepted, money_account cost_from);

// The lot of that id if it was ever booked, also where it is used up or over; else null.
lot* find_lot(books& b, lot_id id);

// The lot of that id that is still in the books; it must be.
lot& open_lot(books& b, lot_id id);

// The same, also where the lot was used up: then it is in the books again, to get credit again.
lot& reopened_lot(books& b, lot_id id);

// The ids of the lots that are in the books now, ascending.
std::vector<lot_id> lots_by_id(const books& b);

// The ids of all lots that a payment brought, also of those that are used up or over, ascending.
std::vector<lot_id> lots_of_payment(const books& b, payment_id payment);

// A lot leaves the books when nothing is left of it and nothing can come again.
void drop_finished_lots(books& b);

// R3.6, R3.7: what is left and not held of a lot is written off, what is held stays; answers how much went.
// The money behind it goes to that account (R13.2).
credits write_off(desk& d, lot& l, money_account money_to);

// R9.7: so much of what was used of a lot is there again, also where the lot was used up.
void put_back(desk& d, lot_id id, credits amount);

// R3.11, R3.7: what is left and not held of a lot goes, and the lot is over; answers how much went. The money
// behind it goes to that account (R13.2).
credits revoke_lot(desk& d, lot_id id, money_account money_to);

// R3.6: a lot that is alive ends now, also one that is used up.
void end_lot(desk& d, lot_id id);

// R3.6: the lots whose end instant is now, by id. R3.5: those that become effective now, by id.
void end_lots(desk& d);
void book_scheduled_lots(desk& d);

}  // namespace drawdown::reference
