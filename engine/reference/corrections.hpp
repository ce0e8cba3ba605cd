// What operators do to credit that is there: revoke a grant, adjust, reset (R3.10, R3.11).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// Each works one step that is no repetition, tells of it and answers its outcome.
// R3.11: what is left and not held of a grant goes.
outcome work_revoke(desk& d, const effect_key& key, const revoke_command& asked);
// R3.11: a positive amount is a lot, a negative one is taken.
outcome work_adjust(desk& d, const effect_key& key, const adjust_command& asked);
// R3.10: what the turn of the usage period does, by hand; the period itself goes on.
outcome work_reset(desk& d, const effect_key& key);

// R3.11: a lot was accepted under a key by which it can be revoked.
void note_grant(books& b, const effect_key& key, lot_id id, instant ends);

}  // namespace drawdown::reference
