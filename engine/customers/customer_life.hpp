// What a customer does in answer to what happens to it: tops up when the credit is used up, leaves after it
// could use nothing for a while. Found out before a run, by working the customer's account alone; what comes
// of it are plain steps of the account, so the world is one like any other.
#pragma once

#include <cstdint>

#include "engine/population/population.hpp"
#include "engine/world/world.hpp"

namespace drawdown::customers {

// How it went for a customer.
struct customer_life {
  instant joined;
  instant left = instant::never();
  duration blocked;          // time without credit, from the first usage refused for it until credit came in
  std::uint32_t spells = 0;  // how often it was
  std::uint64_t events = 0;  // that a run of the world will have of this account
  std::uint64_t usages = 0;  // charged or refused
};

// Works the account of one customer to the end, and adds its reactions to its steps; the end of its habits,
// where it leaves. Only that account of the world is written to, so different ones may be lived at the same
// time.
//
// Credit is used up from the first usage that is refused for lack of it, or that leaves nothing available,
// until credit comes in. Each time the customer tops up, or does not: that is drawn once, and not while a
// top-up that was decided before is still to come. Who was refused and for so long has no credit may leave,
// each time that so long is over: nothing is used any more, auto-recharge is switched off, and a subscription
// is canceled to the end of its period. Draws are by the customer's name and how often it was in that place.
customer_life live(world& in, account_index account, const population::population_terms& of,
                   const population::customer& who, population::customer_habits& habits);

}  // namespace drawdown::customers
