// Top-ups, payments and what gateways say of them (R9, R10.1).
#pragma once

#include <optional>

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// An amount of money and the credit that it buys.
struct purchase {
  money price;
  credits brings;
  bool in_money = false;  // the money was asked for, the credit follows from it
};

// R9.1, R9.3: works a top-up, or an invoice for one, that is no repetition: refuses it, or makes its payment.
outcome work_purchase(desk& d, const effect_key& key, command_event::what of, const asked_amount& asked);

// Whether a payment of that sort buys credit; the others are of subscriptions, or of overage.
bool brings_credit(payment_for what);

// R9.1: the free credit that comes with a purchase at that price now.
credits bonus_of(const desk& d, money price);

// R1.6: whether a purchase may be accepted with its bonus.
bool has_room_for(const desk& d, const purchase& wanted);

// Makes a payment and keeps it in flight (R9.3); its credit and its bonus count as accepted from here on
// (R1.6).
payment& make_payment(desk& d, const effect_key& key, const purchase& bought, payment_for what);

// R9.3: charges the default payment method, of which there must be one, or issues the invoice.
void send_payment(desk& d, payment& p);

// R9.3, R9.4: the payment is made: what it brings is granted, once.
void payment_succeeded(desk& d, payment& p);

// R9.4: nobody waits for a payment that succeeded: all of its money goes back.
void give_back(desk& d, payment& p);

// The payment of that key, or null.
payment* payment_under(books& b, const effect_key& key);

// R10.1: sends the next attempt of a payment to the gateway of the default payment method; there must be one.
// What the gateway will say is looked up and heard at its instants.
void charge_next_attempt(desk& d, payment& p);

// R2.4 F: hears the notices whose instant is now, in their order.
void hear_notices(desk& d);

// R9.4: hears a notice that was delivered by hand.
void hear_by_hand(desk& d, const notice_command& said);

}  // namespace drawdown::reference
