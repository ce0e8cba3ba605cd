#include "engine/reference/ledger.hpp"

#include <algorithm>
#include <utility>

#include "engine/reference/accounts.hpp"
#include "engine/reference/agents.hpp"
#include "engine/reference/arrivals.hpp"
#include "engine/reference/commands.hpp"
#include "engine/reference/debts.hpp"
#include "engine/reference/desk.hpp"
#include "engine/reference/forgetting.hpp"
#include "engine/reference/history.hpp"
#include "engine/reference/holds.hpp"
#include "engine/reference/invoices.hpp"
#include "engine/reference/keys.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/low_balance.hpp"
#include "engine/reference/overage.hpp"
#include "engine/reference/payments.hpp"
#include "engine/reference/recharge.hpp"
#include "engine/reference/refills.hpp"
#include "engine/reference/scripts.hpp"
#include "engine/reference/turns.hpp"
#include "engine/reference/usage.hpp"
#include "engine/time/calendar.hpp"

namespace drawdown::reference {
namespace {

// The earliest instant of a collection that is ordered by it, or never.
template <class Ordered, class At>
instant first_of(const Ordered& ordered, At at) {
  return ordered.empty() ? instant::never() : at(*ordered.begin());
}

// When something falls due by itself: R2.4 A to F, or the end of a wait (R10.4).
instant next_due(const books& b) {
  return std::min({b.next_turn, next_turn_of_cycle(b), next_recurrence(b), b.recharge.wake_at, b.next_version,
                   first_of(b.overdue, [](const due_payment& due) { return due.first; }),
                   first_of(b.run_outs, [](const due_hold& due) { return due.first; }),
                   first_of(b.ends, [](const due_lot& due) { return due.first; }),
                   first_of(b.scheduled, [](const auto& entry) { return entry.first.first; }),
                   first_of(b.notices, [](const notice& n) { return n.at; }),
                   first_of(b.retries, [](const due_payment& due) { return due.first; })});
}

// R2.4: what follows everything that happens: debt is paid (R4.5), then one looks whether the balance is low
// (R10.6), then at auto-recharge (R10.2).
void look_after(desk& d) {
  settle_debt(d);
  look_at_low_balance(d);
  look_at_recharge(d);
}

// R2.10: the account begins with what it was declared to have.
void begin(desk& d) {
  d.books.begun = true;
  book_declared_grants(d);
  subscribe_as_declared(d);
  stop_where_only_paid_is_left(d.books);
  look_after(d);
}

// R2.4 E, R7.3: another version of the catalog is in force: what is asked for from now on goes by it.
void note_version(desk& d) {
  d.books.next_version = sold_at(d.in, d.number, d.now).until;
}

// R2.4 C4: counts restart. R4.5: what the cycles of no subscription bill is billed now.
void turn_counts(desk& d) {
  turn_usage_period(d);
  if (!d.books.subscription.runs()) send_overage(d);
}

// R2.4 A–F of an instant as a whole, in this order.
void work_what_is_due(desk& d) {
  const bool period_turns = d.books.next_turn <= d.now;
  run_out_holds(d);                  // A
  end_lots(d);                       // B
  turn_cycle_lots(d);                // C1
  if (period_turns) reset_lots(d);   // C2
  recur_lots(d);                     // C3
  if (period_turns) turn_counts(d);  // C4
  turn_subscription(d);              // C5, C6
  book_scheduled_lots(d);            // D
  note_version(d);                   // E
  tell_of_overdue_invoices(d);       // F
  hear_notices(d);                   // F
  make_due_retries(d);               // F
  look_after(d);
}

bool is_passed_over(const command& step) {
  return std::holds_alternative<crash_command>(step.body);
}
bool is_question(const command& step) {
  return std::holds_alternative<expect_command>(step.body);
}

// R2.4 G, H, I: one item, and, unless it was a question, what follows it.
void work_arrival(desk& d, arrivals& incoming) {
  const arrival next = incoming.take();
  if (next.used) {
    incoming.heard(work_usage(d, *next.used));
  } else if (is_passed_over(*next.step)) {
    return;
  } else if (const usage* without_agent = std::get_if<usage>(&next.step->body)) {
    work_usage(d, *without_agent);
  } else {
    work_command(d, *next.step);
  }
  if (next.step && is_question(*next.step)) return;
  stop_where_only_paid_is_left(d.books);
  look_after(d);
}

// Movements are folded when there are so many, so that a long epoch needs no more memory than a short one.
constexpr std::size_t most_movements = 4096;

// How much was asked for in an epoch: about as much as will be told of it.
std::size_t number_of(const epoch_stimuli& stimuli) {
  std::size_t number = stimuli.commands.size() + (stimuli.rows ? stimuli.rows->size() : 0);
  for (const auto& given : stimuli.plans) number += given->items.size() + given->steps.size();
  return number;
}

// What was promised or answered and does not fit, once the epoch is over.
void note_differences_at_end(desk& d, arrivals& incoming) {
  if (const auto complaint = incoming.complaint_at_end()) d.differs(*complaint);
  if (!d.scripts.left_over().empty())
    d.differs("the gateway answered a charge that was not made: " +
              describe(d.scripts.left_over().front()->of, d.in));
}

}  // namespace

ledger::ledger(std::shared_ptr<const world> in, account_index account)
    : in_(std::move(in)), account_(account) {
  ensure(in_ && account < in_->accounts.size(), "a ledger is kept for an account of the world");
  const account_spec& spec = in_->accounts[account];
  for (const agent_spec& agent : spec.agents)
    books_.agents.push_back({.policy = agent.policy, .monthly_limit = agent.monthly_limit});
  books_.worked_until = in_->start;
  books_.period_began = in_->start;
  books_.billing.push_back({.began = in_->start});
  books_.next_version = sold_at(*in_, account, in_->start).until;
  for (const auto& step : spec.commands)
    if (const auto* refund = std::get_if<refund_command>(&step->body))
      books_.asked_back.insert(refund->debit);
  note_what_steps_name(books_, spec);
  books_.next_turn = next_month(in_->start, in_->zones[spec.zone]);
  books_.subscription.users = spec.users;
  books_.payment_methods = spec.payment_methods;
  books_.recharge.terms = spec.auto_recharge;
  books_.recharge.on = spec.auto_recharge.has_value();
  books_.low_balance.level = spec.low_balance;
}

epoch_result ledger::run_epoch(const epoch_stimuli& stimuli) {
  std::vector<event> events;
  events.reserve(number_of(stimuli));
  epoch_result said = run_epoch(stimuli, [&](const event& told) { events.push_back(told); });
  said.events = std::move(events);
  return said;
}

epoch_result ledger::run_epoch(const epoch_stimuli& stimuli, const event_listener& hear) {
  ensure(stimuli.from >= books_.worked_until, "epochs come in order of time");
  epoch_result said;
  script_box scripts(stimuli.scripts);
  arrivals incoming(stimuli, *in_, account_);
  desk d{.in = *in_,
         .number = account_,
         .account = in_->accounts[account_],
         .books = books_,
         .scripts = scripts,
         .hear = hear,
         .charges = said.charges,
         .difference = said.difference,
         .now = in_->start};
  if (!books_.begun && in_->start < stimuli.until) begin(d);
  for (;;) {
    const instant due = next_due(books_);
    const instant arriving = incoming.next_at();
    d.now = std::min(due, arriving);
    if (d.now >= stimuli.until) break;
    if (books_.history.size() >= most_movements) close_books(books_);
    if (due <= arriving)
      work_what_is_due(d);
    else
      work_arrival(d, incoming);
  }
  d.now = stimuli.until;
  forget_old_usage_keys(d);
  forget_what_is_over(d);
  books_.worked_until = stimuli.until;
  close_books(books_);
  note_differences_at_end(d, incoming);
  said.at_end = figures_of(books_);
  said.accounts = trial_balance_before(d);
  return said;
}

}  // namespace drawdown::reference
