// Holds: credit is reserved, captured, voided, or it runs out (R6).
#pragma once

#include <optional>

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// A hold that an agent drew and that has ended: it is named once more, to end it, and not again (R6.5).
void forget_drawn_hold(books& b, const effect_key& key);

// R6.1: reserves credit, or refuses to. R6.2: takes held credit. R6.3: gives it back. Each answers its
// outcome and tells of it; none of them is a repetition.
outcome work_hold(desk& d, const effect_key& key, const hold_command& asked);
outcome work_capture(desk& d, const effect_key& key, const capture_command& asked);
outcome work_void(desk& d, const effect_key& key, const void_command& asked);

// R6.3, R9.6: an open hold is voided, and it is told under that key.
void void_hold(desk& d, const effect_key& key, hold& h);

// R4.3, R4.10: the step came before under its key: with its first outcome, or else with other content.
void tell_again(desk& d, const effect_key& key, const hold_command& asked, outcome result, bool repeated);
void tell_again(desk& d, const effect_key& key, const capture_command& asked, outcome result, bool repeated);
void tell_again(desk& d, const effect_key& key, const void_command& asked, outcome result, bool repeated);

// R2.4 A: the holds that run out now, in the order in which they were placed.
void run_out_holds(desk& d);

// What a hold still has reserved.
credits amount_of(const hold& h);

}  // namespace drawdown::reference
