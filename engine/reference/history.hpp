// The books are closed at the end of every epoch: what stands in them is derived again from what moved
// (R14.1, R14.2).
#pragma once

#include "engine/reference/state.hpp"

namespace drawdown::reference {

// Derives what is left in each lot, what is owed, and what each agent spent in the period (R5.3), from the
// opening figures and the movements since; a difference to the books is a defect. So is credit held that no
// open hold has. Then the movements are folded into new opening figures.
void close_books(books& b);

}  // namespace drawdown::reference
