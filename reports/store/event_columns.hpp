// One event as a row of the table `events`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/world/event.hpp"
#include "engine/world/world.hpp"
#include "reports/store/account_history.hpp"

namespace drawdown::reports {

// What differs between kinds of events; a column that says nothing about a kind is empty.
struct event_columns {
  credits change;  // of the balance
  std::optional<std::string_view> entry;
  std::optional<credits> amount;
  std::optional<credits> forgiven;
  std::optional<credits> invoiced;  // change of what is invoiced and not billed yet (R4.5)
  std::optional<money> moved;
  std::optional<std::string_view> step;
  std::optional<std::string_view> result;
  bool repeated = false;
  std::optional<agent_index> agent;
  std::optional<user_index> user;
  std::optional<group_index> group;
  std::optional<meter_index> meter;
  std::optional<std::int64_t> quantity;
  std::optional<std::int64_t> times;      // what the quantity was multiplied by (R7.1)
  std::optional<value_index> value;       // that the price went by (R7.2)
  std::optional<instant> occurred;        // as a usage said (R2.5)
  std::optional<std::uint16_t> version;   // of prices (R7.3)
  std::optional<std::int64_t> uncharged;  // of the quantity (R4.1)
  std::optional<effect_key> key;
  std::optional<effect_key> of_key;
  std::optional<std::uint32_t> hold;
  std::optional<debt_id> debt;
  std::optional<lot_id> lot;
  std::optional<payment_id> payment;
  std::optional<std::string_view> purpose;  // of the payment
  std::optional<std::uint32_t> attempt;
  std::optional<gateway_index> gateway;
  std::optional<std::string_view> answer;
  std::optional<std::string> reason;
  std::optional<std::string_view> effect;
  std::optional<std::string_view> heard_as;
  std::optional<credits> level;
  std::optional<std::string_view> wait;
  std::optional<std::string_view> subscription;  // its state after it (R8)
  std::optional<plan_index> plan;                // in force after it
  std::optional<money> price;                    // charged, invoiced, offered or quoted
  std::optional<money> open;                     // of an invoice (R9.3)
  std::optional<instant> until;
};

// The columns of an event. `history` has taken in all events before this one, and this one.
event_columns columns_of(const account_history& history, const event& what);

// What so much credit is worth in money at the catalog's rate, rounded half to even (R12.1); nothing where
// that passes what can be counted.
std::optional<money> worth_of(credits amount, const credit_rate& rate);

// The word for why recharging waits: `cooldown`.
std::string_view name_of(recharge_wait why);

}  // namespace drawdown::reports
