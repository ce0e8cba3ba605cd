// How the things of a run are numbered. Numbers come from the order of declaration, so they repeat (R14.7).
#pragma once

#include <compare>
#include <cstdint>

namespace drawdown {

using account_index = std::uint32_t;  // position in world::accounts
using agent_index = std::uint32_t;    // position in account_spec::agents
using gateway_index = std::uint16_t;  // position in world::gateways
using lot_id = std::uint32_t;         // from 1, per account, in the order in which lots are made
using payment_id = std::uint32_t;     // from 1, per account, in the order in which payments are made
using debt_id = std::uint32_t;        // from 1, per account, in the order in which debt is made (R4.5)
using user_index = std::uint16_t;     // position in world::users
using group_index = std::uint32_t;    // position in world::groups

using value_index = std::uint16_t;   // position among the values that a meter's price goes by (R7.2)
using plan_index = std::uint16_t;    // position in catalog::plans
using add_on_index = std::uint16_t;  // position in catalog::add_ons

// Usage that no agent stands behind: it knows no limit and no `stop` (R5.1).
inline constexpr agent_index no_agent = UINT32_MAX;

// What usage and credit may lack: a user, a group that it is counted under, a meter (R5.5, R6.1).
inline constexpr user_index no_user = UINT16_MAX;
inline constexpr group_index no_group = UINT32_MAX;
inline constexpr std::uint16_t no_meter = UINT16_MAX;
inline constexpr value_index no_value = UINT16_MAX;
inline constexpr plan_index no_plan = UINT16_MAX;
inline constexpr add_on_index no_add_on = UINT16_MAX;

// An idempotency key (R4.3), unique within its account. A key that was given is a position in
// `world::key_names`; one that was derived comes from where its effect stands, and can't arrive twice.
struct effect_key {
  enum class space : std::uint32_t {
    given,     // owner unused, number: position in world::key_names
    timeline,  // owner 0, number: ordinal of the step; of a declared grant: owner its position from 1, number
               // 0
    agent,     // owner: the agent that drew it, number: its sequence
    file,      // owner: position among the usage files, number: the row's line
    recharge,  // owner unused, number: how many recharges the account had begun before, plus 1
    cycle,     // owner unused, number: 0 for the subscription of the declaration, then the turns of grant
               // periods that charged or granted something, counted from 1
    overage,   // owner unused, number: how many payments for overage alone the account had made, plus 1
  };
  space from = space::timeline;
  std::uint32_t owner = 0;
  std::uint64_t number = 0;

  bool was_given() const { return from == space::given; }
  friend auto operator<=>(const effect_key&, const effect_key&) = default;
};

// Where in which file something was written: position in world::files, line and column from 1.
struct source_place {
  std::uint32_t file = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  friend bool operator==(const source_place&, const source_place&) = default;
};

}  // namespace drawdown
