// The steps that people and operators take: grants, changes, top-ups, notices by hand, questions (R2.4 G, I).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R3.1, R3.5: the grants with which an account begins. Their keys count as first arrivals.
void book_declared_grants(desk& d);

// R8.1: the subscription that the account is declared with.
void subscribe_as_declared(desk& d);

// Works one step that isn't usage. Repetitions of a key are answered with the first outcome (R4.3).
void work_command(desk& d, const command& step);

}  // namespace drawdown::reference
