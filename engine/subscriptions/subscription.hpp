// The subscription of one account as it stands: plan, cycle, users, units, and what its payments will do when
// they succeed (R8).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "engine/catalog/catalog.hpp"
#include "engine/subscriptions/cycle.hpp"
#include "engine/world/event.hpp"
#include "engine/world/names.hpp"

namespace drawdown {

// A user of the account (R8.1, R8.8).
struct seat {
  user_index user = no_user;
  bool leaves = false;  // with the cycle

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.user, self.leaves);
  }
};

// Units of an add-on: paid for in this cycle, and wanted for the next one (R8.4).
struct unit_count {
  std::uint32_t paid = 0;
  std::uint32_t next = 0;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.paid, self.next);
  }
};

// What a payment does when it succeeds. What it costs and brings was decided when it was asked for. One for a
// first cycle begins the subscription.
struct first_cycle_order {
  instant asked;
  std::optional<instant> anchor;
  plan_index plan = no_plan;
  std::optional<credits> each;  // for each owner; nothing where it passes what can be counted
  int128 price_minor = 0;       // of the plan, for a whole cycle
  subscription_state state_before = subscription_state::none;  // stands again where the payment fails
  plan_index plan_before = no_plan;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.asked, self.anchor, self.plan, self.each, self.price_minor, self.state_before,
            self.plan_before);
  }
};
// One for a renewal pays for the cycle that runs then (R8.2, R8.3).
struct renewal_order {
  bool is_granted = false;    // at the boundary already
  bool has_failed = false;    // once at the least
  std::uint32_t retries = 0;  // of the schedule, made so far

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.is_granted, self.has_failed, self.retries);
  }
};
// A change of plan (R8.7).
struct plan_change_order {
  plan_index plan = no_plan;
  instant asked;
  std::optional<credits> each;  // for each owner of the new plan's pool
  int128 price_minor = 0;       // of the new plan, for a whole cycle
  bool restarts = false;
  bool replaces = false;  // what there is of the old plan ends

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.plan, self.asked, self.each, self.price_minor, self.restarts, self.replaces);
  }
};
// More units of an add-on (R8.4).
struct units_order {
  add_on_index add_on = no_add_on;
  std::uint32_t units = 0;  // from now on
  std::uint32_t more = 0;   // than were paid for
  std::optional<credits> each;
  money price;  // of all that is granted

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.add_on, self.units, self.more, self.each, self.price);
  }
};
// A user who joins (R8.8).
struct seat_order {
  user_index user = no_user;
  std::optional<credits> each;
  int128 price_minor = 0;  // of the plan, for a whole cycle

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.user, self.each, self.price_minor);
  }
};
using subscription_order =
    std::variant<first_cycle_order, renewal_order, plan_change_order, units_order, seat_order>;

// Where the price of what is in force comes from, and who shares it, is the catalog's: every function takes
// it.
struct subscription {
  subscription_state state = subscription_state::none;
  plan_index plan = no_plan;  // in force; of one that ended: the last
  billing_cycle cycle;
  cycle_period grant_period;       // the cycle, or a month of it (R8.8)
  bool is_trial = false;           // nothing has been charged yet
  bool cancels = false;            // at the end of the cycle (R8.6)
  plan_index next_plan = no_plan;  // from the end of the cycle on (R8.7)
  std::vector<unit_count> units;   // by add-on
  std::vector<seat> seats;         // in the order in which they joined
  int128 charged_minor = 0;        // for the plan, of a whole cycle: what changes are measured against (R8.7)
  payment_id paid_by = 0;          // the payment for the running cycle; 0: it is not paid
  std::uint64_t keys_made = 0;     // of turns: they number the keys
  std::map<payment_id, subscription_order> orders;  // payments without an outcome

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.state, self.plan, self.cycle, self.grant_period, self.is_trial, self.cancels, self.next_plan,
            self.units, self.seats, self.charged_minor, self.paid_by, self.keys_made, self.orders);
  }

  // Whether its cycles go on.
  bool runs() const { return state == subscription_state::active || state == subscription_state::past_due; }

  // When a cycle or grant period ends; never unless it runs.
  instant next_turn() const { return runs() ? grant_period.end : instant::never(); }

  // The grant period that holds `t`, which lies in the present cycle.
  cycle_period grant_period_at(instant t, const plan_terms& terms, const zone_table& zone) const;

  // How many times a price of that pool is paid: once, or for each user who is there (R8.1).
  std::int64_t times_charged(credit_pool pool) const {
    return pool == credit_pool::per_user ? static_cast<std::int64_t>(seats.size()) : 1;
  }

  // What a whole cycle costs: the plan, and the units wanted for the next one (R8.2).
  int128 cost_of_plan(const catalog& sold) const;
  int128 cost_of_cycle(const catalog& sold) const;

  // Whose lots a pool has: nobody's, or one for each user who is there.
  std::vector<user_index> owners(credit_pool pool) const;

  // The user's place, or the end.
  std::vector<seat>::iterator find_user(user_index user);
  std::vector<seat>::const_iterator find_user(user_index user) const;

  // The key of the next turn that charges or grants.
  effect_key next_key() { return {effect_key::space::cycle, 0, ++keys_made}; }

  // As reports tell it.
  subscription_figures figures() const;

  // Hands all fields to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const;
};

template <class Archive>
void subscription::each_field(Archive& archive) const {
  archive(state, plan, grant_period.begin, grant_period.end, grant_period.whole_begin, is_trial, cancels,
          next_plan, static_cast<std::int64_t>(charged_minor), paid_by, keys_made);
  cycle.each_field(archive);
  for (const unit_count& count : units) archive(count.paid, count.next);
  for (const seat& s : seats) archive(s.user, s.leaves);
  for (const auto& [id, order] : orders) {
    archive(id, static_cast<std::uint64_t>(order.index()));
    if (const auto* renewal = std::get_if<renewal_order>(&order))
      archive(renewal->is_granted, renewal->has_failed, renewal->retries);
  }
}

}  // namespace drawdown
