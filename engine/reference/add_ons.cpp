// Units of add-ons (R8.4, R8.5).
#include "engine/reference/changes.hpp"
#include "engine/reference/subscription.hpp"

namespace drawdown::reference {

proposal propose(const desk& d, const add_on_command& asked) {
  const subscription& s = d.books.subscription;
  if (const auto refusal = refusal_of_change(s)) return {.refusal = refusal};
  const add_on_terms& terms = d.sold().add_ons.at(asked.add_on);
  if (!is_sold_with(terms, s.plan)) return {.refusal = outcome::add_on_not_offered};
  const std::uint32_t paid = s.units[asked.add_on];
  if (asked.units <= paid) return {.would = units_scheduled{asked.add_on, asked.units}};

  const std::uint32_t more = asked.units - paid;
  const part_left part = terms.prorate ? part_left_at(d, s.cycle, d.now) : part_left{};
  const std::int64_t sold = more * owners_of(terms.pool, s.users.size());
  proposal proposed{.what = payment_for::units};
  proposed.due = times(d, money::from_minor(terms.price.minor() * sold), part);
  if (!proposed.due.is_zero() && lacks_payment_method(d)) return {.refusal = outcome::no_payment_method};
  proposed.would = unit_purchase{asked.add_on, asked.units};
  proposed.brings = {units_of(d, asked.add_on, more, proposed.due, part)};
  return proposed;
}

command_event::what told_as(const add_on_command&) {
  return command_event::what::add_on;
}

void act(desk& d, const unit_purchase& would, const std::vector<portion>& brings, const grant_source& from) {
  subscription& s = d.books.subscription;
  apply(s, would);
  tell_subscription(d, subscription_event::what::units_paid, from.payment);
  grant_portions(d, brings, from, s.users);
}

}  // namespace drawdown::reference
