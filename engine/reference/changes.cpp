#include "engine/reference/changes.hpp"

#include <algorithm>

#include "engine/reference/payments.hpp"
#include "engine/reference/subscription.hpp"

namespace drawdown::reference {
namespace {

// How each change shows in the subscription.
struct applying {
  subscription& s;

  void operator()(const plan_switch& would) const {
    s.plan = would.plan;
    s.charged = would.price;
    s.next_plan = no_plan;
  }
  void operator()(const unit_purchase& would) const {
    s.units[would.add_on] = would.units;
    s.next_units[would.add_on] = would.units;
  }
  void operator()(const seat_purchase& would) const {
    s.charged += would.price;
    join(would.user);
  }
  void operator()(const plan_scheduled& would) const { s.next_plan = would.plan; }
  void operator()(const units_scheduled& would) const { s.next_units[would.add_on] = would.units; }
  void operator()(const user_joins& would) const { join(would.user); }
  void operator()(const user_stays& would) const { std::erase(s.leaving, would.user); }
  void operator()(const user_leaves& would) const {
    std::erase(s.leaving, would.user);
    if (would.at_once)
      std::erase(s.users, would.user);
    else
      s.leaving.push_back(would.user);
  }

 private:
  void join(user_index user) const {
    if (std::find(s.users.begin(), s.users.end(), user) == s.users.end()) s.users.push_back(user);
  }
};

// A change whose payment would be waited for, or that acts at once because nothing is due.
struct working {
  desk& d;
  const effect_key& key;
  const proposal& proposed;

  template <class Paid>
  void operator()(const Paid& would) const {
    if constexpr (std::is_constructible_v<decltype(awaited_payment::what), Paid>) {
      if (proposed.due <= money{}) return act(d, would, proposed.brings, {0, key});
      payment& p = make_payment(d, key, {proposed.due, credits{}}, proposed.what);
      d.books.subscription.awaited.emplace(p.id, awaited_payment{would, proposed.brings});
      send_payment(d, p);
    } else {
      apply(d.books.subscription, would);
    }
  }
};

}  // namespace

std::optional<outcome> refusal_of_change(const subscription& s) {
  switch (s.state) {
    case subscription_state::none:
      return outcome::subscription_required;
    case subscription_state::ended:
      return outcome::subscription_ended;
    case subscription_state::pending:
      return outcome::payment_pending;
    case subscription_state::past_due:
      return outcome::subscription_past_due;
    case subscription_state::active:
      break;
  }
  if (!s.awaited.empty()) return outcome::payment_pending;
  return std::nullopt;
}

outcome work_change(desk& d, const effect_key& key, command_event::what of, const proposal& proposed) {
  const outcome result = proposed.refusal.value_or(outcome::changed);
  d.tell(command_event{key, of, result, false});
  if (!proposed.refusal) std::visit(working{d, key, proposed}, proposed.would);
  return result;
}

void apply(subscription& s, const change& would) {
  std::visit(applying{s}, would);
}

}  // namespace drawdown::reference
