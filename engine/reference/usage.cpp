#include "engine/reference/usage.hpp"

#include <algorithm>

#include "engine/reference/keys.hpp"
#include "engine/reference/lots.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown::reference {
namespace {

// Credits are counted in millionths; `credit_decimals` says which of them a price may have (R1.1).
std::int64_t smallest_micro(const settings& rules) {
  std::int64_t smallest = 1;
  for (int place = rules.credit_decimals; place < credits::decimals; ++place) smallest *= 10;
  return smallest;
}

// What a usage that is charged takes, or the refusal that stood first (R4.7).
struct decision {
  outcome result = outcome::charged;
  std::vector<slice> slices;
};

decision refused(outcome why) {
  return {why, {}};
}

decision charged_if_covered(const desk& d, std::span<const part> parts, outcome otherwise) {
  std::optional<std::vector<slice>> slices = slices_for(d, parts);
  if (!slices) return refused(otherwise);
  return {outcome::charged, std::move(*slices)};
}

// R5.1: usage without an agent knows no limit and no `stop`.
decision decide_without_agent(const desk& d, credits cost) {
  const part whole[] = {{cost, any_kind}};
  return charged_if_covered(d, whole, outcome::insufficient_credit);
}

// R5.2, R5.3 with `stop`: never beyond the limit, and paid credit only after a person's top-up.
decision decide_with_stop(const desk& d, const agent_state& agent, credits cost) {
  if (agent.monthly_limit && int128{agent.spent.micro()} + cost.micro() > agent.monthly_limit->micro())
    return refused(outcome::limit_reached);
  if (agent.lifted) return decide_without_agent(d, cost);
  const part whole[] = {{cost, all_but_paid}};
  return charged_if_covered(d, whole, outcome::plan_exhausted);
}

// R5.3 with `use_balance`: up to the limit from any lot, beyond it from the wallet alone, all or nothing
// together.
decision decide_with_balance(const desk& d, const agent_state& agent, credits cost) {
  if (!agent.monthly_limit) return decide_without_agent(d, cost);
  const credits room = std::max(credits{}, *agent.monthly_limit - agent.spent);
  const credits within = std::min(cost, room);
  const part both[] = {{within, any_kind}, {cost - within, of_the_wallet}};
  return charged_if_covered(d, both, outcome::insufficient_credit);
}

// R4.7: the checks in their order, from the positive balance on.
decision decide(const desk& d, const usage& used, credits cost) {
  const meter& priced_by = d.in.catalog.meters[used.meter];
  const bool needs_positive =
      priced_by.requires_positive_balance.value_or(d.rules().requires_positive_balance);
  if (needs_positive && figures_of(d.books).available() <= credits{})
    return refused(outcome::positive_balance_required);  // R4.4
  if (cost.is_zero()) return {};                         // R4.2
  if (used.agent == no_agent) return decide_without_agent(d, cost);
  const agent_state& agent = d.books.agents[used.agent];
  return agent.policy == when_exhausted::stop ? decide_with_stop(d, agent, cost)
                                              : decide_with_balance(d, agent, cost);
}

void tell_of(desk& d, const usage& used, outcome result, bool repeated, credits amount,
             std::vector<slice> slices) {
  d.tell(usage_event{.key = used.key,
                     .agent = used.agent,
                     .meter = used.meter,
                     .quantity = used.quantity,
                     .result = result,
                     .repeated = repeated,
                     .amount = amount,
                     .balance = figures_of(d.books).balance(),
                     .slices = std::move(slices)});
}

// A first arrival: priced, decided, carried out, remembered.
outcome work_first_arrival(desk& d, const usage& used) {
  const std::optional<credits> cost = cost_of(d.in.catalog.meters[used.meter], used.quantity, d.rules());
  decision decided = cost ? decide(d, used, *cost) : refused(outcome::amount_out_of_range);
  if (decided.result == outcome::charged) {
    take_slices(d, decided.slices, used.agent);
    if (used.agent != no_agent) d.books.agents[used.agent].spent += *cost;
  }
  // R5.2: stopped from the first such refusal on.
  if (decided.result == outcome::plan_exhausted) d.books.agents[used.agent].stopped = true;
  const credits amount = cost.value_or(credits{});
  remember_usage(d, used.key, {{used.agent, used.meter, used.quantity}, decided.result, amount});
  tell_of(d, used, decided.result, false, amount, std::move(decided.slices));
  return decided.result;
}

}  // namespace

std::optional<credits> cost_of(const meter& priced_by, std::int64_t quantity, const settings& rules) {
  int128 billed = quantity;
  if (quantity > 0) billed = std::max(billed, int128{priced_by.minimum});
  if (priced_by.increment > 0)
    billed = divide(billed, priced_by.increment, rounding::up) * priced_by.increment;
  if (billed > INT64_MAX) return std::nullopt;

  const std::int64_t smallest = smallest_micro(rules);
  const int128 numerator = billed * priced_by.price.numerator_micro;
  const int128 denominator = int128{priced_by.price.denominator} * measure_size(priced_by.per) * smallest;
  const int128 count = divide(numerator, denominator, rules.usage_rounding);
  if (count > INT64_MAX / smallest) return std::nullopt;
  return credits::from_micro(static_cast<std::int64_t>(count) * smallest);
}

outcome work_usage(desk& d, const usage& used) {
  ensure(used.quantity >= 0, "R4.2: a quantity is never negative");
  ensure(used.meter < d.in.catalog.meters.size(), "R7.1: usage names a meter of the catalog");
  ensure(used.agent == no_agent || used.agent < d.books.agents.size(),
         "R5.1: usage names an agent of the account");
  const auto before = recall_usage(d, used.key, {used.agent, used.meter, used.quantity});
  using memory = decltype(before)::state;
  if (before.is == memory::is_new) return work_first_arrival(d, used);
  const bool same = before.is == memory::same;
  const outcome result = same ? before.first->result : outcome::idempotency_conflict;
  tell_of(d, used, result, same, same ? before.first->amount : credits{}, {});
  return result;
}

}  // namespace drawdown::reference
