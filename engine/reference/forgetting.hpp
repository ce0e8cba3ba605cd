// What the rules can still ask for stays in the books; what they can't, leaves them when these are closed.
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// Notes what the steps of the account may ask for, whenever they do: payments by their keys (R9.3–R9.6), and
// credit that was used (R9.5–R9.7). Then nothing of that is forgotten.
void note_what_steps_name(books& b, const account_spec& account);

// Drops payments of which nothing more will be heard and nothing is asked, and lots that are used up and will
// not get credit again, and usage periods that no usage can name (R2.5). What caps on recharges count stays
// (R10.5).
void forget_what_is_over(desk& d);

}  // namespace drawdown::reference
