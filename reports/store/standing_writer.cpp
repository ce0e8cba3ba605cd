#include "reports/store/standing_writer.hpp"

#include "engine/time/text.hpp"
#include "reports/store/optional_values.hpp"

namespace drawdown::reports {

namespace {

bool is_open(const lot_record& lot) {
  return lot.state() == "scheduled" || !lot.left().is_zero() || !lot.held.is_zero();
}

bool is_open(const payment_record& payment) {
  const bool is_unpaid = payment.invoice && (payment.invoice->state == invoice_state::open ||
                                             payment.invoice->state == invoice_state::overdue);
  return payment.state() == "in_flight" || is_unpaid;
}

}  // namespace

standing_writer::standing_writer(sql::session& session, const world& what)
    : in_(what),
      lot_(session, sql::insert_into("lots", 27)),
      lot_meter_(session, sql::insert_into("lot_meters", 3)),
      hold_(session, sql::insert_into("holds", 17)),
      debt_(session, sql::insert_into("debts", 17)),
      payment_(session, sql::insert_into("payments", 15)),
      invoice_(session, sql::insert_into("invoices", 7)),
      subscription_(session, sql::insert_into("subscriptions", 6)),
      units_(session, sql::insert_into("subscription_units", 3)),
      user_(session, sql::insert_into("account_users", 3)) {}

void standing_writer::write(account_index account, const account_history& history, bool is_kept) {
  write_lots(account, history, is_kept);
  write_holds(account, history, is_kept);
  write_debts(account, history, is_kept);
  write_payments(account, history, is_kept);
  write_subscription(account, history.subscription().now());
}

void standing_writer::write_lots(account_index account, const account_history& history, bool is_kept) {
  for (const auto& [id, lot] : history.lots()) {
    if (!is_kept && !is_open(lot)) continue;
    const lot_event& made = lot.made;
    const auto ended = lot.ended ? std::optional(lot.ended->us()) : std::nullopt;
    const auto payment = made.payment == 0 ? std::nullopt : std::optional(made.payment);
    const auto recurs = made.recurs ? std::optional(to_string(made.recurs->every)) : std::nullopt;
    const auto anchor = made.recurs ? made.recurs->anchor : std::nullopt;
    const auto least = made.rollover ? std::optional(made.rollover->min) : std::nullopt;
    const auto most = made.rollover ? made.rollover->max : std::nullopt;
    lot_.run(account, id, drawdown::name_of(made.kind), lot.state(), made.amount, lot.refilled, lot.used,
             lot.expired, lot.revoked, lot.left(), lot.held, made.created.us(), made.effective.us(),
             unless_never(made.expires), ended, made.priority, made.cost, payment, text_of(account, made.key),
             unless(no_user, made.only.user), recurs, anchor ? std::optional(anchor->us()) : std::nullopt,
             least, most, unless_never(made.ends), made.of_cycle, lot.carried);
    for (const meter_index meter : made.only.meters) lot_meter_.run(account, id, meter);
  }
}

void standing_writer::write_holds(account_index account, const account_history& history, bool is_kept) {
  std::size_t id = 0;
  for (const hold_record& hold : history.holds()) {
    ++id;
    if (!is_kept && hold.state != "open") continue;
    const hold_event& placed = hold.placed;
    const auto ended = hold.ended ? std::optional(hold.ended->us()) : std::nullopt;
    hold_.run(account, id, hold.event, text_of(account, placed.key), unless(no_agent, placed.agent),
              unless(no_user, placed.user), unless(no_group, placed.group), unless(no_meter, placed.meter),
              unless(std::int64_t{0}, placed.quantity), hold.state, placed.amount, hold.captured,
              hold.released, hold.left(), hold.at.us(), placed.runs_out.us(), ended);
  }
}

void standing_writer::write_debts(account_index account, const account_history& history, bool is_kept) {
  for (const auto& [id, debt] : history.debts()) {
    if (!is_kept && debt.open().is_zero()) continue;
    debt_.run(account, id, debt.event, text_of(account, debt.key), reports::name_of(debt.cause),
              unless(no_agent, debt.agent), unless(no_user, debt.user), unless(no_group, debt.group),
              debt.meter, debt.state(), debt.amount, debt.paid, debt.dropped, debt.withdrawn, debt.open(),
              debt.at.us(), unless(payment_id{0}, debt.payment));
  }
}

void standing_writer::write_payments(account_index account, const account_history& history, bool is_kept) {
  for (const auto& [id, payment] : history.payments().all()) {
    if (!is_kept && !is_open(payment)) continue;
    const auto credited = payment.credited ? std::optional(payment.credited->us()) : std::nullopt;
    payment_.run(account, id, text_of(account, payment.key), drawdown::name_of(payment.of), payment.state(),
                 payment.amount, payment.brings, payment.attempts, payment.requested.us(), credited,
                 payment.paid, payment.given_back, payment.taken_back,
                 unless(std::string_view(), reports::name_of(payment.disputed)), payment.overage);
    if (!payment.invoice) continue;
    const invoice_record& invoice = *payment.invoice;
    const auto ended = invoice.ended ? std::optional(invoice.ended->us()) : std::nullopt;
    invoice_.run(account, id, drawdown::name_of(invoice.state), invoice.open, invoice.issued.us(),
                 invoice.due.us(), ended);
  }
}

// An account that never had one has no row.
void standing_writer::write_subscription(account_index account, const subscription_figures& now) {
  for (std::size_t i = 0; i < now.users.size(); ++i) user_.run(account, i + 1, now.users[i]);
  for (std::size_t i = 0; i < now.units.size(); ++i)
    if (now.units[i] != 0) units_.run(account, i, now.units[i]);
  if (now.state == subscription_state::none) return;
  subscription_.run(account, drawdown::name_of(now.state), unless(no_plan, now.plan),
                    unless_never(now.renews), now.cancels, unless(no_plan, now.next_plan));
}

}  // namespace drawdown::reports
