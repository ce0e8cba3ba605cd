// Why a recharge that is needed is not made for now: failures (R10.4) and caps (R10.5).
#pragma once

#include <optional>

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// A reason to wait, and until when; never where somebody has to do something first.
struct recharge_delay {
  recharge_wait why = recharge_wait::cooldown;
  instant until = instant::never();
};

// R10.4, R10.5: the first reason to wait that does not depend on what would be bought.
std::optional<recharge_delay> delay_of(const desk& d, const recharge_terms& terms);

// R10.5: whether so much money more would pass the cap of the usage period.
std::optional<recharge_delay> delay_of_spending(const desk& d, const recharge_terms& terms, money price);

// R10.5: says that a recharge waits, once per reason; and has it looked at again when the wait ends, where
// that is a matter of time and the setting `wake` says so (R10.4).
void wait(desk& d, const recharge_delay& delay);

}  // namespace drawdown::reference
