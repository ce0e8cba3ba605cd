// Usage becomes debits (R4, R5).
#include <algorithm>

#include "engine/account/account_core.hpp"
#include "engine/pricing/divided_usage.hpp"
#include "engine/pricing/usage_price.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {
namespace {

// When a usage took place: its price and its place in the tiers are of then (R2.5).
instant occurrence_of(const usage& used) {
  return used.occurred_at.is_never() ? used.order.at : used.occurred_at;
}

// Whether a smaller usage might have passed (R4.1).
bool is_short(outcome result) {
  return result == outcome::limit_reached || result == outcome::plan_exhausted ||
         result == outcome::insufficient_credit;
}

}  // namespace

outcome account_core::use(const usage& used, effects& out) {
  const instant t = used.order.at;
  if (used.key.was_given()) {
    if (keys_.find_command(used.key.number) != nullptr) return refuse_conflict(used, out);
    if (const seen_usage* first =
            DRAWDOWN_PLANTED("usage_keys_forgotten", keys_.find_usage(used.key.number, t), nullptr))
      return first->is_same(used) ? answer_again(used, *first, out) : refuse_conflict(used, out);
  }
  const spending_of who = spending(used);
  const cover checked = check(used, who);
  if (used.key.was_given())
    keys_.remember(seen_usage{.key_number = used.key.number,
                              .at = t,
                              .quantity = used.quantity,
                              .agent = used.agent,
                              .meter = used.meter,
                              .value = used.value,
                              .times = used.times,
                              .occurred_at = used.occurred_at,
                              .version = checked.version,
                              .result = checked.result,
                              .amount = checked.cost,
                              .uncharged = checked.uncharged});
  charge_usage(used, who, checked, out);
  if (checked.result == outcome::charged) counted_.add(used.meter, checked.billed, occurrence_of(used));
  look(t, out);
  return checked.result;
}

account_core::spending_of account_core::spending(const usage& used) const {
  return {used.agent, {used.meter, user_of(used.agent, used.user)}};
}

// What was sold when the usage occurred: its price is of then (R2.5).
sold_catalog account_core::pricing(const usage& used) const {
  return DRAWDOWN_PLANTED("late_usage_at_todays_price", used.occurred_at.is_never(), true)
             ? sold_
             : sold_at(*world_, index_, used.occurred_at);
}

// What covers a usage, or why it is refused. One that comes too late is not priced at all (R2.5).
account_core::cover account_core::check(const usage& used, const spending_of& who) const {
  const sold_catalog priced_by = pricing(used);
  const bool is_too_late =
      !used.occurred_at.is_never() && used.order.at - used.occurred_at > rules().late_usage_grace;
  cover checked = is_too_late ? cover{.result = outcome::too_late}
                              : cover_whole_or_part(used, who, priced_by.terms->meters[used.meter]);
  checked.version = priced_by.version;
  return checked;
}

account_core::cover account_core::cover_whole_or_part(const usage& used, const spending_of& who,
                                                      const meter& priced) const {
  const auto price = cost_of(priced, {used.quantity, used.times, used.value},
                             counted_.of(used.meter, occurrence_of(used)), rules());
  if (!price) return {.result = outcome::amount_out_of_range};
  return priced.divisible ? cover_divisible(used, who, priced, *price)
                          : cover_whole(who, priced, *price, rules().when_short);
}

account_core::cover account_core::cover_whole(const spending_of& who, const meter& priced,
                                              const usage_cost& price, short_of_credit when_short) const {
  cover covered = cover_for(who, price.cost, asks_for_balance(priced), when_short);
  covered.billed = price.billed;
  return covered;
}

account_core::cover account_core::cover_divisible(const usage& used, const spending_of& who,
                                                  const meter& priced, const usage_cost& price) const {
  const cover whole = cover_whole(who, priced, price, short_of_credit::refuse);
  if (!is_short(whole.result)) return whole;
  const auto part = cover_part(used, who, priced);
  return part ? *part : cover_whole(who, priced, price, rules().when_short);
}

// As many whole increments as credit and limit cover (R4.1); nothing where they cover none.
std::optional<account_core::cover> account_core::cover_part(const usage& used, const spending_of& who,
                                                            const meter& priced) const {
  const auto covered = [&](credits cost) {
    return cover_for(who, cost, asks_for_balance(priced), short_of_credit::refuse);
  };
  const auto part = largest_part(priced, {used.quantity, used.times, used.value},
                                 counted_.of(used.meter, occurrence_of(used)), rules(),
                                 [&](credits cost) { return covered(cost).result == outcome::charged; });
  if (!part) return std::nullopt;
  cover charged = covered(part->price.cost);
  charged.billed = part->price.billed;
  charged.uncharged = used.quantity - part->quantity;
  return charged;
}

// Takes what a charged usage costs, and writes down what became of it (R3.4).
void account_core::charge_usage(const usage& used, const spending_of& who, const cover& covered,
                                effects& out) {
  slices_.clear();
  if (covered.result == outcome::charged && !covered.cost.is_zero()) take(covered, who, used.key);
  if (covered.result == outcome::plan_exhausted) agents_[used.agent].stopped = true;
  if (covered.result == outcome::charged && debits_.names(used.key))
    debits_.note_charged(used.key, {.at = used.order.at,
                                    .agent = used.agent,
                                    .user = who.of.user,
                                    .group = used.group,
                                    .meter = used.meter,
                                    .slices = slices_,
                                    .debt = covered.debt.is_zero() ? 0 : debts_.latest(),
                                    .invoiced = covered.invoiced});
  out.events.usage(used,
                   {.result = covered.result,
                    .user = who.of.user,
                    .version = covered.version,
                    .amount = covered.cost,
                    .balance = lots_.left().balance(),
                    .debt = covered.debt,
                    .forgiven = covered.forgiven,
                    .invoiced = covered.invoiced,
                    .uncharged = covered.uncharged},
                   slices_);
}

// The second arrival of a key changes nothing and returns the first outcome (R4.3).
outcome account_core::answer_again(const usage& used, const seen_usage& first, effects& out) {
  const outcome result = first.result;
  out.events.usage(used,
                   {.result = result,
                    .repeated = true,
                    .user = spending(used).of.user,
                    .version = first.version,
                    .amount = first.amount,
                    .balance = lots_.left().balance(),
                    .uncharged = first.uncharged},
                   {});
  look(used.order.at, out);
  return result;
}

outcome account_core::refuse_conflict(const usage& used, effects& out) {
  charge_usage(used, spending(used),
               {.result = outcome::idempotency_conflict, .version = pricing(used).version}, out);
  look(used.order.at, out);
  return outcome::idempotency_conflict;
}

}  // namespace drawdown
