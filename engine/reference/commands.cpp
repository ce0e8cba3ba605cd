#include "engine/reference/commands.hpp"

#include "engine/reference/agents.hpp"
#include "engine/reference/keys.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/payments.hpp"
#include "engine/reference/recharge.hpp"
#include "engine/time/calendar.hpp"

namespace drawdown::reference {
namespace {

using what = command_event::what;

// R2.7: an instant as it is, a length of time counted from `base` in the account's zone.
instant instant_of(const desk& d, const moment& when, instant base) {
  if (const instant* fixed = std::get_if<instant>(&when)) return *fixed;
  return add(base, std::get<span_of_time>(when), d.zone(), d.rules().month_end_rule);
}

outcome refuse_grant(desk& d, const effect_key& key, outcome why) {
  d.tell(command_event{key, what::grant, why, false});
  return why;
}

// R3.1, R3.5: a grant that is no repetition.
outcome work_grant(desk& d, const effect_key& key, const grant_command& given) {
  const std::optional<credits> amount = round_granted(given.amount, d.rules());
  if (!amount) return refuse_grant(d, key, outcome::amount_out_of_range);
  if (*amount <= credits{}) return refuse_grant(d, key, outcome::amount_too_small);
  const instant effective = given.effective ? instant_of(d, *given.effective, d.now) : d.now;
  const instant expires = given.expires ? instant_of(d, *given.expires, effective) : instant::never();
  if (expires <= effective || expires <= d.now) return refuse_grant(d, key, outcome::ends_before_it_begins);
  if (!may_commit(d.books, *amount)) return refuse_grant(d, key, outcome::amount_out_of_range);
  d.books.committed += *amount;
  return accept_lot(
      d, lot{.kind = given.kind,
             .granted = *amount,
             .effective = effective,
             .expires = expires,
             .priority = given.priority.value_or(d.rules().priorities[static_cast<std::size_t>(given.kind)]),
             .cost = given.cost,
             .key = key});
}

outcome work_changes(desk& d, const effect_key& key, const set_agent_command& change) {
  change_agent(d.books, change);
  d.tell(command_event{key, what::set, outcome::changed, false});
  return outcome::changed;
}

outcome work_changes(desk& d, const effect_key& key, const set_account_command& change) {
  if (change.payment_methods) d.books.payment_methods = *change.payment_methods;
  if (change.auto_recharge) change_recharge(d.books, *change.auto_recharge);
  d.tell(command_event{key, what::set, outcome::changed, false});
  return outcome::changed;
}

// R4.3: a step with a key is worked on its first arrival; later ones hear of the first, or of the conflict.
template <class Work>
void work_once(desk& d, const command& step, what of, Work work) {
  const auto before = recall_command(d, step.key, step.body);
  using memory = typename decltype(before)::state;
  switch (before.is) {
    case memory::is_new:
      remember_command(d, step.key, step.body, work());
      return;
    case memory::same:
      d.tell(command_event{step.key, of, before.first->result, true});
      return;
    case memory::conflict:
      d.tell(command_event{step.key, of, outcome::idempotency_conflict, false});
      return;
  }
}

// R2.4 I, R3.12: the figures as they stand after everything else of the instant.
void answer_expectation(desk& d, const expect_command& question) {
  figures_event answer;
  answer.expectation = question.expectation;
  answer.agent = question.agent;
  answer.account = figures_of(d.books);
  if (question.agent != no_agent) {
    ensure(question.agent < d.books.agents.size(), "R5.1: an expectation names an agent of the account");
    answer.agent_spent = d.books.agents[question.agent].spent;
    answer.agent_stopped = d.books.agents[question.agent].stopped;
  }
  d.tell(answer);
}

}  // namespace

void book_declared_grants(desk& d) {
  for (const command& declared : d.account.grants) {
    const outcome result = work_grant(d, declared.key, std::get<grant_command>(declared.body));
    remember_command(d, declared.key, declared.body, result);
  }
}

void work_command(desk& d, const command& step) {
  if (const auto* asked = std::get_if<top_up_command>(&step.body))
    work_once(d, step, what::top_up, [&] { return work_top_up(d, step.key, *asked); });
  else if (const auto* given = std::get_if<grant_command>(&step.body))
    work_once(d, step, what::grant, [&] { return work_grant(d, step.key, *given); });
  else if (const auto* agent = std::get_if<set_agent_command>(&step.body))
    work_once(d, step, what::set, [&] { return work_changes(d, step.key, *agent); });
  else if (const auto* account = std::get_if<set_account_command>(&step.body))
    work_once(d, step, what::set, [&] { return work_changes(d, step.key, *account); });
  else if (const auto* said = std::get_if<notice_command>(&step.body))
    hear_by_hand(d, *said);
  else if (const auto* question = std::get_if<expect_command>(&step.body))
    answer_expectation(d, *question);
}

}  // namespace drawdown::reference
