#include "engine/subscriptions/subscription.hpp"

#include <algorithm>

namespace drawdown {

cycle_period subscription::grant_period_at(instant t, const plan_terms& terms, const zone_table& zone) const {
  cycle_period period = terms.monthly_allocation ? cycle.month_at(t, zone) : cycle.now();
  if (is_trial) period.whole_begin = period.begin;  // what it brings is whole, however short it is
  return period;
}

int128 subscription::cost_of_plan(const catalog& sold) const {
  const plan_terms& terms = sold.plans[plan];
  return int128{terms.price.minor()} * times_charged(terms.pool);
}

int128 subscription::cost_of_cycle(const catalog& sold) const {
  int128 cost = cost_of_plan(sold);
  for (std::size_t i = 0; i < units.size(); ++i)
    cost += int128{sold.add_ons[i].price.minor()} * units[i].next * times_charged(sold.add_ons[i].pool);
  return cost;
}

std::vector<user_index> subscription::owners(credit_pool pool) const {
  if (pool == credit_pool::shared) return {no_user};
  std::vector<user_index> all;
  for (const seat& s : seats) all.push_back(s.user);
  return all;
}

std::vector<seat>::iterator subscription::find_user(user_index user) {
  return std::find_if(seats.begin(), seats.end(), [&](const seat& s) { return s.user == user; });
}

std::vector<seat>::const_iterator subscription::find_user(user_index user) const {
  return std::find_if(seats.begin(), seats.end(), [&](const seat& s) { return s.user == user; });
}

subscription_figures subscription::figures() const {
  subscription_figures seen{.state = state, .plan = plan};
  if (runs()) {
    seen.renews = cycle.now().end;
    seen.cancels = cancels;
    seen.next_plan = next_plan;
    for (const unit_count& count : units) seen.units.push_back(count.paid);
  }
  for (const seat& s : seats) seen.users.push_back(s.user);
  return seen;
}

}  // namespace drawdown
