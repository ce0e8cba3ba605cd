#include "engine/reference/commands.hpp"

#include "engine/reference/agents.hpp"
#include "engine/reference/amounts.hpp"
#include "engine/reference/changes.hpp"
#include "engine/reference/chargebacks.hpp"
#include "engine/reference/corrections.hpp"
#include "engine/reference/debts.hpp"
#include "engine/reference/estimates.hpp"
#include "engine/reference/holds.hpp"
#include "engine/reference/invoices.hpp"
#include "engine/reference/keys.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/low_balance.hpp"
#include "engine/reference/payment_refunds.hpp"
#include "engine/reference/payments.hpp"
#include "engine/reference/quotes.hpp"
#include "engine/reference/recharge.hpp"
#include "engine/reference/refunds.hpp"
#include "engine/reference/roles.hpp"
#include "engine/reference/subscription.hpp"
#include "engine/reference/subscription_payments.hpp"
#include "engine/time/calendar.hpp"

namespace drawdown::reference {
namespace {

using what = command_event::what;

// R2.7: an instant as it is, a length of time counted from `base` in the account's zone.
instant instant_of(const desk& d, const moment& when, instant base) {
  if (const instant* fixed = std::get_if<instant>(&when)) return *fixed;
  return add(base, std::get<span_of_time>(when), d.zone(), d.rules().month_end_rule);
}

// R3.9, R3.10: credit that was paid for is never refilled.
bool would_refill_what_was_paid(const grant_command& given) {
  const bool refills = given.recurs || (given.rollover && given.rollover->min > credits{});
  return refills && given.cost > money{};
}

outcome refuse_grant(desk& d, const effect_key& key, outcome why) {
  d.tell(command_event{key, what::grant, why, false});
  return why;
}

// R3.1, R3.5, R3.14: a grant that is no repetition.
outcome work_grant(desk& d, const effect_key& key, const grant_command& given) {
  const std::optional<credits> amount = round_granted(given.amount, d.rules());
  if (!amount) return refuse_grant(d, key, outcome::amount_out_of_range);
  if (*amount <= credits{}) return refuse_grant(d, key, outcome::amount_too_small);
  if (would_refill_what_was_paid(given)) return refuse_grant(d, key, outcome::lot_has_cost);
  const instant effective = given.effective ? instant_of(d, *given.effective, d.now) : d.now;
  const instant expires = given.expires ? instant_of(d, *given.expires, effective) : instant::never();
  if (expires <= effective || expires <= d.now) return refuse_grant(d, key, outcome::ends_before_it_begins);
  if (!may_commit(d.books, *amount)) return refuse_grant(d, key, outcome::amount_out_of_range);
  d.books.committed += *amount;
  const outcome result = accept_lot(
      d,
      lot{.kind = given.kind,
          .granted = *amount,
          .effective = effective,
          .expires = expires,
          .priority = given.priority.value_or(d.rules().priorities[static_cast<std::size_t>(given.kind)]),
          .cost = given.cost,
          .key = key,
          .only = given.only,
          .recurs = given.recurs,
          .rollover = given.rollover},
      money_account::paid_elsewhere);
  note_grant(d.books, key, d.books.last_lot, end_of(d.rules(), expires));
  return result;
}

outcome work_change(desk& d, const effect_key& key, const set_agent_command& change) {
  change_agent(d.books, change);
  d.tell(command_event{key, what::set, outcome::changed, false});
  return outcome::changed;
}

outcome work_change(desk& d, const effect_key& key, const set_account_command& change) {
  if (change.payment_methods) {
    d.books.payment_methods = *change.payment_methods;
    payment_methods_changed(d.books);
  }
  if (change.auto_recharge) change_recharge(d.books, *change.auto_recharge);
  if (change.low_balance) change_low_balance(d.books, *change.low_balance);
  d.tell(command_event{key, what::set, outcome::changed, false});
  if (change.payment_methods) try_new_payment_method(d);
  return outcome::changed;
}

// R2.4 I, R3.12: the figures as they stand after everything else of the instant.
void answer_expectation(desk& d, const expect_command& question) {
  figures_event answer;
  answer.expectation = question.expectation;
  answer.agent = question.agent;
  answer.account = figures_of(d.books);
  if (question.agent != no_agent) {
    ensure(question.agent < d.books.agents.size(), "R5.1: an expectation names an agent of the account");
    const agent_state& asked_about = d.books.agents[question.agent];
    answer.agent_spent = asked_about.spent;
    answer.agent_held = asked_about.held;
    answer.agent_stopped = asked_about.stopped;
  }
  answer.suspended = is_suspended(d.books);
  answer.subscription = figures_of(d.books.subscription);
  d.tell(answer);
}

// R4.3: a step with a key is worked on its first arrival; later ones hear of the first, or of the conflict.
template <class Work, class TellAgain>
void work_once(desk& d, const command& step, Work work, TellAgain tell_again) {
  const auto before = recall_command(d, step.key, step.body);
  using memory = typename decltype(before)::state;
  switch (before.is) {
    case memory::is_new:
      remember_command(d, step.key, step.body, work());
      return;
    case memory::same:
      tell_again(before.first->result, true);
      return;
    case memory::conflict:
      tell_again(outcome::idempotency_conflict, false);
      return;
  }
}

// A step whose repetition is told as a command.
template <class Work>
void work_once(desk& d, const command& step, what of, Work work) {
  work_once(d, step, work, [&](outcome result, bool repeated) {
    d.tell(command_event{step.key, of, result, repeated});
  });
}

// R11.2: a step that asks for a role, where it says who acts.
template <class Work>
void work_once_by_manager(desk& d, const command& step, what of, Work work) {
  work_once(d, step, of, [&] {
    if (may_manage(d, step.by)) return work();
    d.tell(command_event{step.key, of, outcome::forbidden, false});
    return outcome::forbidden;
  });
}

// A step whose repetition is told as what it is.
template <class Body, class Work>
void work_told_step(desk& d, const command& step, const Body& body, Work work) {
  work_once(
      d, step, [&] { return work(d, step.key, body); },
      [&](outcome result, bool repeated) { tell_again(d, step.key, body, result, repeated); });
}

// One for each kind of step.
struct worker {
  desk& d;
  const command& step;

  void operator()(const top_up_command& asked) const {
    work_once_by_manager(d, step, what::top_up,
                         [&] { return work_purchase(d, step.key, what::top_up, asked.amount); });
  }
  void operator()(const invoice_command& asked) const {
    work_once_by_manager(d, step, what::invoice,
                         [&] { return work_purchase(d, step.key, what::invoice, asked.amount); });
  }
  void operator()(const pay_invoice_command& asked) const {
    work_once_by_manager(d, step, what::pay_invoice, [&] { return work_pay_invoice(d, step.key, asked); });
  }
  void operator()(const void_invoice_command& asked) const {
    work_once_by_manager(d, step, what::void_invoice, [&] { return work_void_invoice(d, step.key, asked); });
  }
  void operator()(const refund_command& asked) const { work_told_step(d, step, asked, work_refund); }
  void operator()(const refund_payment_command& asked) const {
    work_once_by_manager(d, step, what::refund_payment,
                         [&] { return work_refund_payment(d, step.key, asked); });
  }
  void operator()(const chargeback_command& asked) const {
    work_once(d, step, asked.is_won ? what::win_chargeback : what::chargeback,
              [&] { return work_chargeback(d, step.key, asked); });
  }
  void operator()(const estimate_command& asked) const {
    work_once(d, step, what::estimate, [&] { return work_estimate(d, step.key, asked); });
  }
  void operator()(const grant_command& given) const {
    work_once(d, step, what::grant, [&] { return work_grant(d, step.key, given); });
  }
  void operator()(const set_agent_command& change) const {
    work_once_by_manager(d, step, what::set, [&] { return work_change(d, step.key, change); });
  }
  void operator()(const set_account_command& change) const {
    work_once_by_manager(d, step, what::set, [&] { return work_change(d, step.key, change); });
  }
  void operator()(const subscribe_command& asked) const {
    work_once_by_manager(d, step, what::subscribe, [&] { return work_subscribe(d, step.key, asked); });
  }
  void operator()(const cancel_command& asked) const {
    work_once_by_manager(d, step, what::cancel, [&] { return work_cancel(d, step.key, asked); });
  }
  void operator()(const resume_command&) const {
    work_once_by_manager(d, step, what::resume, [&] { return work_resume(d, step.key); });
  }
  void operator()(const change_plan_command& asked) const { work_change_step(asked); }
  void operator()(const add_on_command& asked) const { work_change_step(asked); }
  void operator()(const seat_command& asked) const { work_change_step(asked); }
  void operator()(const quote_command& asked) const {
    work_once(d, step, what::quote, [&] { return work_quote(d, step.key, asked); });
  }
  void operator()(const view_usage_command&) const {
    work_once(d, step, what::view_usage, [&] { return work_view_usage(d, step.key, step.by); });
  }
  void operator()(const revoke_command& asked) const {
    work_once(d, step, what::revoke, [&] { return work_revoke(d, step.key, asked); });
  }
  void operator()(const adjust_command& asked) const {
    work_once(d, step, what::adjust, [&] { return work_adjust(d, step.key, asked); });
  }
  void operator()(const reset_command&) const {
    work_once(d, step, what::reset, [&] { return work_reset(d, step.key); });
  }
  void operator()(const hold_command& asked) const { work_told_step(d, step, asked, work_hold); }
  void operator()(const capture_command& asked) const {
    work_told_step(d, step, asked, work_capture);
    forget_drawn_hold(d.books, asked.hold);
  }
  void operator()(const void_command& asked) const {
    work_told_step(d, step, asked, work_void);
    forget_drawn_hold(d.books, asked.hold);
  }
  void operator()(const notice_command& said) const { hear_by_hand(d, said); }
  void operator()(const expect_command& question) const { answer_expectation(d, question); }
  void operator()(const usage&) const { throw defect("R4: usage is worked as usage"); }
  void operator()(const crash_command&) const { throw defect("R2.14: no ledger sees a crash"); }

 private:
  // R8.4, R8.7, R8.8: units, plan and seats.
  template <class Change>
  void work_change_step(const Change& asked) const {
    work_once_by_manager(d, step, told_as(asked), [&] {
      return reference::work_change(d, step.key, told_as(asked), propose(d, asked));
    });
  }
};

}  // namespace

void book_declared_grants(desk& d) {
  for (const command& declared : d.account.grants) {
    const outcome result = work_grant(d, declared.key, std::get<grant_command>(declared.body));
    remember_command(d, declared.key, declared.body, result);
  }
}

void subscribe_as_declared(desk& d) {
  if (!d.account.plan) return;
  const command& declared = *d.account.plan;
  const outcome result = work_subscribe(d, declared.key, std::get<subscribe_command>(declared.body));
  remember_command(d, declared.key, declared.body, result);
}

void work_command(desk& d, const command& step) {
  std::visit(worker{d, step}, step.body);
}

}  // namespace drawdown::reference
