// Users who join and leave (R8.8).
#include <algorithm>

#include "engine/reference/changes.hpp"
#include "engine/reference/subscription.hpp"

namespace drawdown::reference {
namespace {

bool has(const std::vector<user_index>& users, user_index user) {
  return std::find(users.begin(), users.end(), user) != users.end();
}

// Whether the plan, in force or asked for, is paid for by user.
bool is_paid_by_user(const desk& d) {
  const subscription& s = d.books.subscription;
  const bool has_plan = s.runs() || s.state == subscription_state::pending;
  return has_plan && terms_of(d, s.plan).pool == credit_pool::per_user;
}

proposal propose_join(const desk& d, user_index user) {
  const subscription& s = d.books.subscription;
  if (has(s.leaving, user)) return {.would = user_stays{user}};
  const bool by_user = is_paid_by_user(d);
  if (by_user)
    if (const auto refusal = refusal_of_change(s)) return {.refusal = refusal};
  if (has(s.users, user)) return {.refusal = outcome::already_a_user};
  if (!by_user) return {.would = user_joins{user}};

  const money price = terms_of(d, s.plan).price;
  proposal proposed{.what = payment_for::user};
  if (!s.on_trial) proposed.due = times(d, price, part_left_at(d, s.cycle, d.now));
  if (!proposed.due.is_zero() && lacks_payment_method(d)) return {.refusal = outcome::no_payment_method};
  proposed.would = seat_purchase{user, s.on_trial ? money{} : price};
  proposed.brings = {allocation_of(d, s.plan, part_left_at(d, s.grant, d.now))};
  return proposed;
}

proposal propose_leave(const desk& d, user_index user) {
  const subscription& s = d.books.subscription;
  if (!has(s.users, user)) return {.refusal = outcome::not_a_user};
  const bool is_paid_for = s.runs() && is_paid_by_user(d);
  return {.would = user_leaves{user, !is_paid_for}};
}

}  // namespace

proposal propose(const desk& d, const seat_command& asked) {
  return asked.joins ? propose_join(d, asked.user) : propose_leave(d, asked.user);
}

command_event::what told_as(const seat_command& asked) {
  return asked.joins ? command_event::what::add_user : command_event::what::remove_user;
}

void act(desk& d, const seat_purchase& would, const std::vector<portion>& brings, const grant_source& from) {
  apply(d.books.subscription, would);
  tell_subscription(d, subscription_event::what::user_joined, from.payment);
  grant_portions(d, brings, from, {would.user});
}

}  // namespace drawdown::reference
