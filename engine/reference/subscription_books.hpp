// What the judge knows of an account's subscription (R8): written down as the rules speak of it.
#pragma once

#include <cstdint>
#include <map>
#include <variant>
#include <vector>

#include "engine/world/event.hpp"

namespace drawdown::reference {

// A stretch of time that credit or a price is for.
struct period {
  instant begins{};
  instant ends{};
};

// Lots of one kind that are to be granted: one in all, or one for each user.
struct portion {
  lot_kind kind = lot_kind::plan;
  credit_pool pool = credit_pool::shared;
  credits each{};  // to each owner; nothing where it would be beyond what can be counted (R1.5)
  money paid{};    // for the lots of all owners together
};

// The first cycle of a subscription (R8.1).
struct first_cycle {
  instant anchor{};  // of the cycles that follow (R2.2)
  period trial{};
  bool is_trial = false;
  money price{};  // of the plan for a whole cycle, as it was charged
};

// A cycle that follows (R8.2), and how many of the delays of `dunning` were used (R8.3).
struct renewal {
  std::size_t retries_made = 0;
};

// Another plan acts (R8.7).
struct plan_switch {
  plan_index plan = no_plan;
  money price{};          // for a whole cycle, as the present one is charged from then on
  bool restarts = false;  // a new cycle begins
  bool replaces = false;  // the lots of the plan end
  instant asked{};        // when it was asked for: the anchor of a new cycle
};

// More units of an add-on in this cycle (R8.4).
struct unit_purchase {
  add_on_index add_on = 0;
  std::uint32_t units = 0;  // in all
};

// One more user (R8.8).
struct seat_purchase {
  user_index user = 0;
  money price{};  // for a whole cycle
};

// What a payment is waited for, and what it brings.
struct awaited_payment {
  std::variant<first_cycle, renewal, plan_switch, unit_purchase, seat_purchase> what;
  std::vector<portion> brings{};
};

// The subscription of an account, and its users, whom it has also without one.
struct subscription {
  subscription_state state = subscription_state::none;
  plan_index plan = no_plan;         // in force; pending: asked for; ended: the last
  plan_index former_plan = no_plan;  // of the one that had ended when this one was asked for
  bool on_trial = false;

  instant anchor{};         // that the boundaries of its cycles are counted from (R2.2)
  period cycle{};           // of a first one that an anchor cut short: as if it were whole
  period grant{};           // the grant period: the cycle, or a month of it (R8.8)
  std::uint64_t turns = 0;  // how many numbers of turns were given to keys

  bool cancels = false;            // at the end of the cycle (R8.6)
  plan_index next_plan = no_plan;  // that acts at the end of the cycle (R8.7)

  std::vector<std::uint32_t> units{};       // by add-on: paid for in this cycle (R8.4)
  std::vector<std::uint32_t> next_units{};  // by add-on: of the next cycle

  std::vector<user_index> users{};    // in the order of joining
  std::vector<user_index> leaving{};  // those of them who leave at the end of the cycle (R8.8)

  money charged{};         // for a whole cycle of the plan, as this cycle was charged (R8.7)
  payment_id paid_by = 0;  // the payment of this cycle that succeeded; 0: none
  std::map<payment_id, awaited_payment> awaited{};

  // Whether its cycles go on.
  bool runs() const { return state == subscription_state::active || state == subscription_state::past_due; }
};

}  // namespace drawdown::reference
