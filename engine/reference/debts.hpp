// Debt: what was used beyond the credit there was, and how it is paid (R4.5, R4.6).
#pragma once

#include <optional>

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R4.5, R1.6: why so much more may not be owed: it would pass the overdraft, or what can be counted.
std::optional<outcome> refusal_of_debt(const desk& d, credits excess);

// All that is owed but for chargebacks: the overdraft bounds it (R4.5, R14.6).
credits debt_of_usage(const books& b);

// R9.6: while debt of a chargeback is not paid the account is suspended.
bool is_suspended(const books& b);

// R4.5: so much more is owed; the debt gets its id. Nothing is made of an excess of zero, which is answered
// by 0.
debt_id make_debt(desk& d, debt made);

// What is still open of a debt; nothing of one that is paid, dropped, or none.
credits open_part(const books& b, debt_id id);

// R9.6, R9.7: so much of a debt is owed no more, though no credit of a lot paid it now.
void lower_debt(books& b, debt_id id, credits amount);

// R4.5: each open debt, oldest first, is paid from what is available and may pay it, in burn-down order.
void settle_debt(desk& d);

// R3.10: all debt goes, where there is some.
void drop_debt(desk& d);

}  // namespace drawdown::reference
