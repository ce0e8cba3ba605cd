// What of a scenario settings can act on, found without running it. Where that cannot be told, it counts as
// there.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/world/world.hpp"

namespace drawdown::language {

struct account_seen;

// Whether something is not exact in so many decimals, and so would be rounded.
struct fractions {
  bool granted = false;  // credit that is granted or bought
  bool charged = false;  // money for credit
  bool usage = false;    // credit for usage, holds and captures
};

// What usage may be that is not in the world, because it is read while the scenario is run (R2.9).
struct usage_ahead {
  std::vector<meter_index> meters;  // that rows may use; none: there are no rows
  bool has_keys = false;
  bool occurs_late = false;  // rows may say that it occurred before

  bool is_there() const { return !meters.empty(); }
};

class scenario_needs {
 public:
  // Usage ahead may be anybody's, and of any quantity.
  explicit scenario_needs(const world& what, const usage_ahead& ahead = {});

  bool counts_months = false;  // a lot begins, ends or recurs after months or years
  bool has_two_lots = false;   // in one account
  // By kind: a lot of it, without a priority of its own, may meet another than its like.
  std::array<bool, lot_kinds> kind_decides{};
  bool has_holds = false;
  bool hold_without_ttl = false;
  bool captures_an_amount = false;           // rather than all that is held
  bool lots_change = false;                  // end, recur, are carried over or revoked
  bool key_comes_again = false;              // of a usage
  bool may_run_short = false;                // usage may find too little credit
  bool may_be_empty_for_open_meter = false;  // a meter leaves R4.4 open, and nothing may be available for it
  bool adjusts_into_debt = false;
  bool stopped_agent_meets_top_up = false;
  bool bounds_top_ups = false;
  bool rate_may_change = false;  // while credit is bought for money
  bool recharge_may_fail = false;
  bool recharge_is_bounded = false;  // by a cap or a cooldown
  bool lots_expire = false;          // before the run ends
  bool occurs_late = false;          // usage arrives after it occurred
  bool refunds_usage = false;
  bool subscribes = false;
  bool renews_at_a_price = false;
  bool renewal_may_fail = false;
  bool cancels_at_once = false;
  bool changes_plan = false;    // or asks what that would cost
  bool divides_cycles = false;  // pays or grants for a part of a cycle

  // What is rounded where credit has so many decimals.
  fractions fractions_at(int decimals) const;

 private:
  void look_at(const account_spec& account);
  void look_at_bounds(const account_spec& account, const account_seen& seen);
  void look_at_subscription(const account_spec& account, const account_seen& seen);

  const world& what_;
  bool has_usage_ahead_;
};

}  // namespace drawdown::language
