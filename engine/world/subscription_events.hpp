// What happens to the subscription of an account (R8).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/money.hpp"
#include "engine/world/names.hpp"

namespace drawdown {

// How far a subscription has come (R8).
enum class subscription_state : std::uint8_t {
  none,      // there was none
  pending,   // its first payment has no outcome yet
  active,    // paid, or on trial
  past_due,  // R8.3
  ended,     // R8.6
};
std::string_view name_of(subscription_state s);
std::optional<subscription_state> subscription_state_named(std::string_view name);

// A subscription as it stands.
struct subscription_figures {
  subscription_state state = subscription_state::none;
  plan_index plan = no_plan;           // in force; of one that ended: the last
  instant renews = instant::never();   // the next boundary of its cycle; never unless active or past due
  bool cancels = false;                // it ends at that boundary (R8.6)
  plan_index next_plan = no_plan;      // that it goes to at that boundary (R8.7)
  std::vector<std::uint32_t> units{};  // of each add-on of the catalog, paid for in this cycle (R8.4)
  std::vector<user_index> users{};     // who belong to the account now (R8.8)
  friend bool operator==(const subscription_figures&, const subscription_figures&) = default;
};

// Something changed about the subscription (R8); `now` is as it stands after that.
struct subscription_event {
  enum class what : std::uint8_t {
    begun,         // it is active for the first time
    refused,       // its first payment failed: there is none
    turned,        // a cycle ended, and the next one began
    renewed,       // the next cycle is paid for
    past_due,      // the renewal failed for the first time
    plan_changed,  // the new plan is in force
    units_paid,    // more units of an add-on are paid for
    user_joined,   // paid for, where it costs something
    ended          // it is over: canceled, or never paid
  };
  what of = what::begun;
  payment_id payment = 0;  // that paid for it; 0: none did
  subscription_figures now;
  money price{};  // of that payment, whole
  friend bool operator==(const subscription_event&, const subscription_event&) = default;
};
std::string_view name_of(subscription_event::what w);

}  // namespace drawdown
