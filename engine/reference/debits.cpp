#include "engine/reference/debits.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/reference/debts.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/overage.hpp"
#include "engine/reference/roles.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::reference {
namespace {

decision refused(outcome why) {
  return {.result = why};
}

bool any_kind(lot_kind) {
  return true;
}
// R5.2: what an agent with `stop` may spend.
bool all_but_paid(lot_kind kind) {
  return kind != lot_kind::paid;
}
// R3.12
bool of_the_wallet(lot_kind kind) {
  return kind == lot_kind::paid || kind == lot_kind::adjustment;
}

// A part that lots of some kinds may pay, if their restriction admits it (R3.8).
part part_of(const debit& wanted, credits amount, bool (*kinds)(lot_kind)) {
  return {amount, [&wanted, kinds](const lot& l) {
            return kinds(l.kind) && may_pay_for(l, wanted.meter, wanted.user);
          }};
}

const agent_state* agent_of(const desk& d, const debit& wanted) {
  return wanted.agent == no_agent ? nullptr : &d.books.agents[wanted.agent];
}

// R5.2: an agent with `stop` spends no paid credit, unless a person's top-up opened the wallet to it.
bool is_kept_from_paid(const agent_state* agent) {
  return agent && agent->policy == when_exhausted::stop && !agent->lifted;
}

// R5.3 with `stop`: nothing beyond the limit.
bool passes_limit(const agent_state* agent, credits cost) {
  if (!agent || agent->policy != when_exhausted::stop || !agent->monthly_limit) return false;
  return int128{agent->count().micro()} + cost.micro() > agent->monthly_limit->micro();
}

// R5.1–R5.3: what is paid from which kinds. With `use_balance` the part up to the limit comes from any lot,
// the part beyond it from the wallet alone.
std::array<part, 2> parts_of(const debit& wanted, const agent_state* agent) {
  const part nothing{};
  if (is_kept_from_paid(agent)) return {part_of(wanted, wanted.cost, all_but_paid), nothing};
  const bool is_split =
      agent && agent->policy == when_exhausted::use_balance && agent->monthly_limit.has_value();
  if (!is_split) return {part_of(wanted, wanted.cost, any_kind), nothing};
  const credits room = std::max(credits{}, *agent->monthly_limit - agent->count());
  const credits within = std::min(wanted.cost, room);
  return {part_of(wanted, within, any_kind), part_of(wanted, wanted.cost - within, of_the_wallet)};
}

// R4.4: whether something must be available, even for what costs nothing.
bool needs_positive_balance(const desk& d, const debit& wanted) {
  const bool by_default = d.rules().requires_positive_balance;
  if (wanted.meter == no_meter) return by_default;
  ensure(wanted.terms != nullptr, "R7.3: a meter is of a version of the catalog");
  return wanted.terms->meters[wanted.meter].requires_positive_balance.value_or(by_default);
}

// R4.5: what a debit comes to that is not wholly covered.
decision when_short(const desk& d, const cover& found) {
  switch (d.rules().when_short) {
    case short_of_credit::refuse:
      break;
    case short_of_credit::carry:
      if (const auto refusal = refusal_of_debt(d, found.missing)) return refused(*refusal);
      return {.slices = found.slices, .debt = found.missing};
    case short_of_credit::cap:
      return {.slices = found.slices, .forgiven = found.missing};
    case short_of_credit::invoice:
      if (!may_commit(d.books, found.missing)) return refused(outcome::amount_out_of_range);
      return {.slices = found.slices, .invoiced = found.missing};
  }
  return refused(outcome::insufficient_credit);
}

decision decide(const desk& d, const debit& wanted, decision (*if_short)(const desk&, const cover&)) {
  if (is_suspended(d.books)) return refused(outcome::account_suspended);
  if (!has_feature_of(d, wanted.meter)) return refused(outcome::feature_not_in_plan);
  if (needs_positive_balance(d, wanted) && figures_of(d.books).available() <= credits{})
    return refused(outcome::positive_balance_required);
  if (wanted.cost.is_zero()) return {};  // R4.8
  const agent_state* agent = agent_of(d, wanted);
  if (passes_limit(agent, wanted.cost)) return refused(outcome::limit_reached);
  cover found = cover_of(d, parts_of(wanted, agent));
  if (found.missing.is_zero()) return {.slices = std::move(found.slices)};
  if (is_kept_from_paid(agent)) return refused(outcome::plan_exhausted);
  return if_short(d, found);
}

}  // namespace

decision decide_debit(const desk& d, const debit& wanted) {
  return decide(d, wanted, when_short);
}

decision decide_all_or_nothing(const desk& d, const debit& wanted) {
  return decide(d, wanted, [](const desk&, const cover&) { return refused(outcome::insufficient_credit); });
}

decision decide_hold(const desk& d, const debit& wanted) {
  decision decided = decide_all_or_nothing(d, wanted);
  if (decided.result == outcome::charged) decided.result = outcome::held;
  return decided;
}

left_open carry_out(desk& d, const effect_key& key, const debit& wanted, const decision& decided) {
  note_refusal(d, wanted.agent, decided.result);
  if (decided.result != outcome::charged) return {};
  take_slices(d, decided.slices, movement::what::used, wanted.agent);
  left_open made;
  made.debt = make_debt(
      d,
      {.key = key, .agent = wanted.agent, .meter = wanted.meter, .user = wanted.user, .open = decided.debt});
  made.overage = invoice_later(d, wanted.agent, decided.invoiced);
  if (wanted.agent != no_agent) d.books.agents[wanted.agent].spent += wanted.cost - decided.forgiven;
  return made;
}

void note_refusal(desk& d, agent_index agent, outcome result) {
  if (result == outcome::plan_exhausted) d.books.agents[agent].stopped = true;
}

bool spends_no_paid_credit(const desk& d, agent_index agent) {
  return agent != no_agent && is_kept_from_paid(&d.books.agents[agent]);
}

user_index user_of(const desk& d, user_index named, agent_index agent) {
  if (named != no_user || agent == no_agent) return named;
  return d.account.agents[agent].user;
}

}  // namespace drawdown::reference
