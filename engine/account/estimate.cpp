// What planned activities would cost (R7.4).
#include "engine/account/account_core.hpp"
#include "engine/pricing/purchase.hpp"
#include "engine/pricing/usage_price.hpp"
#include "engine/units/planted.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown {

void account_core::act_on(const command& step, const estimate_command& body, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::estimate, out))
    remember(step, estimate(step, body, out));
  look(step.order.at, out);
}

// Answers what the activities would cost; nothing changes by it.
outcome account_core::estimate(const command& step, const estimate_command& body, effects& out) {
  const auto total = planned_cost(body, step.order.at);
  if (!total) {
    tell(step, command_event::what::estimate, outcome::amount_out_of_range, out);
    return outcome::amount_out_of_range;
  }
  estimate_event told;
  told.key = step.key;
  told.agent = body.agent;
  told.total = *total;
  told.available = available_for(body);
  told.after = told.available - *total;
  if (told.after < credits{}) {
    told.missing = -told.after;
    // What would be refused is not offered (R9.2, R1.6).
    // Nor what the agent could not spend: with `stop` it may where a top-up ends that (R5.2).
    const bool is_kept_from_it = body.agent != no_agent && !rules().top_up_ends_stop &&
                                 agents_[body.agent].may_spend() == spendable::without_paid;
    const auto offer =
        may_top_up() && !is_kept_from_it ? cheapest_covering(told.missing, sold(), rules()) : std::nullopt;
    if (offer && has_room_for(*offer)) {
      told.offer = offer->price;
      told.brings = offer->brings + offer->bonus;
    }
  }
  if (DRAWDOWN_PLANTED("estimate_is_spent", false, body.agent != no_agent))
    agents_[body.agent].spent += *total;
  emit(step.order.at, told, out);
  return outcome::shown;
}

// What the activities cost one after the other, each at the place in the tiers that those before have
// reached; nothing where that passes what can be counted.
std::optional<credits> account_core::planned_cost(const estimate_command& body, instant t) const {
  meter_counts planned = counted_;
  std::int64_t total_micro = 0;
  for (const metered_quantity& next : body.activities) {
    const auto price = cost_of(sold().meters[next.meter], {next.quantity, next.times, next.value},
                               planned.of(next.meter), rules());
    if (!price) return std::nullopt;
    const auto sum = checked_add(total_micro, price->cost.micro());
    if (!sum) return std::nullopt;
    total_micro = *sum;
    planned.add(next.meter, price->billed, t);
  }
  return credits::from_micro(total_micro);
}

// What the agent may spend on the first of them now; without any, on anything (R5.2).
credits account_core::available_for(const estimate_command& body) const {
  const spendable which = body.agent == no_agent ? spendable::all : agents_[body.agent].may_spend();
  if (body.activities.empty()) return lots_.available(which);
  return lots_.available(which, {body.activities.front().meter, user_of(body.agent, no_user)});
}

}  // namespace drawdown
