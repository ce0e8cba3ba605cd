// Debt: what was used beyond the credit there was, and how it is paid (R4.5, R4.6).
#pragma once

#include <optional>

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R4.5, R1.6: why so much more may not be owed: it would pass the overdraft, or what can be counted.
std::optional<outcome> refusal_of_debt(const desk& d, credits excess);

// R4.5: so much more is owed; the debt gets its id. Nothing is made of an excess of zero.
void make_debt(desk& d, debt made);

// R4.5: each open debt, oldest first, is paid from what is available and may pay it, in burn-down order.
void settle_debt(desk& d);

// R3.10: all debt goes, where there is some.
void drop_debt(desk& d);

}  // namespace drawdown::reference
