// What a gateway answers to a charge and what it lets the account hear later (R10.1): a function of the seed,
// the payment's key (its number in the account, where the key is only its place in the file), the attempt,
// the payment method's script and virtual time, and of nothing else.
#pragma once

#include "engine/world/stimuli.hpp"
#include "engine/world/world.hpp"

namespace drawdown {

// The script of one attempt: its answer, and every notice that will arrive. Lost notices are left out,
// doubled ones stand twice, and a delay may put one before another.
//  - The answer comes `latency` after the charge; within an outage, or where it takes longer than `timeout`,
//  the
//    answer is `timed_out`, `timeout` after the charge.
//  - The outcome is decided by the method's script, else by the decline rate. Its notice follows the time at
//  which
//    the gateway decided (after the outage, where there is one) by a delay that is drawn.
script gateway_script(const world& in, account_index account, const charge& asked);

}  // namespace drawdown
