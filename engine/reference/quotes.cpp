#include "engine/reference/quotes.hpp"

#include <algorithm>
#include <variant>

#include "engine/reference/changes.hpp"

namespace drawdown::reference {
namespace {

// What the payment of a change would grant to all owners together.
credits granted_by(const desk& d, const proposal& proposed) {
  const bool is_seat = std::holds_alternative<seat_purchase>(proposed.would);
  const std::size_t users = is_seat ? 1 : d.books.subscription.users.size();
  credits sum;
  for (const portion& one : proposed.brings)
    for (std::int64_t i = 0; i < owners_of(one.pool, users); ++i) sum += one.each;
  return sum;
}

// What a whole cycle costs after the change, for those who stay.
money per_cycle_after(const desk& d, const proposal& proposed) {
  subscription after = d.books.subscription;
  apply(after, proposed.would);
  if (after.state == subscription_state::none || after.state == subscription_state::ended) return {};
  const plan_index plan = after.next_plan == no_plan ? after.plan : after.next_plan;
  return price_of_cycle(d, plan, after.users.size() - after.leaving.size(), after.next_units);
}

// When the change would act.
struct acting {
  const desk& d;

  instant operator()(const plan_scheduled& would) const {
    return would.plan == no_plan ? d.now : d.books.subscription.cycle.ends;
  }
  instant operator()(const units_scheduled&) const { return d.books.subscription.cycle.ends; }
  instant operator()(const user_leaves& would) const {
    return would.at_once ? d.now : d.books.subscription.cycle.ends;
  }
  template <class AtOnce>
  instant operator()(const AtOnce&) const {
    return d.now;
  }
};

}  // namespace

outcome work_quote(desk& d, const effect_key& key, const quote_command& asked) {
  const proposal proposed = std::visit([&](const auto& one) { return propose(d, one); }, asked.change);
  if (proposed.refusal) {
    d.tell(command_event{key, command_event::what::quote, *proposed.refusal, false});
    return *proposed.refusal;
  }
  d.tell(quote_event{.key = key,
                     .now = proposed.due,
                     .grants = granted_by(d, proposed),
                     .per_cycle = per_cycle_after(d, proposed),
                     .acts = std::visit(acting{d}, proposed.would)});
  return outcome::shown;
}

}  // namespace drawdown::reference
