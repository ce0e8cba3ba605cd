// Top-ups, payments and what gateways say of them (R9, R10.1).
#pragma once

#include <optional>

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// An amount of money and the credit that it buys.
struct purchase {
  money price;
  credits brings;
};

// R9.1, R9.3: works a top-up that is no repetition: refuses it, or makes its payment.
outcome work_top_up(desk& d, const effect_key& key, const top_up_command& asked);

// Makes a payment and keeps it in flight (R9.3); its credit counts as accepted from here on (R1.5).
payment& make_payment(desk& d, const effect_key& key, const purchase& bought, bool is_recharge);

// R10.1: sends the next attempt of a payment to the gateway of the default payment method; there must be one.
// What the gateway will say is looked up and heard at its instants.
void charge_next_attempt(desk& d, payment& p);

// R2.4 F: hears the notices whose instant is now, in their order.
void hear_notices(desk& d);

// R9.4: hears a notice that was delivered by hand.
void hear_by_hand(desk& d, const notice_command& said);

}  // namespace drawdown::reference
