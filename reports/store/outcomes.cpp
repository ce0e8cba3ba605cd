#include "reports/store/outcomes.hpp"

#include <algorithm>
#include <charconv>

#include "reports/store/reader.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

account_outcome* account_at(run_outcomes& all, std::int64_t account) {
  const auto index = static_cast<std::size_t>(account);
  return index < all.accounts.size() ? &all.accounts[index] : nullptr;
}

void read_steps(sql::session& session, run_outcomes& all) {
  sql::statement rows(
      session,
      "select account, at_us, coalesce(step, case kind when 'charged' then 'use' when 'refused' then 'use' "
      "else kind end), coalesce(key, ''), coalesce(outcome, ''), coalesce(amount_micro, 0), debt_micro, "
      "coalesce(forgiven_micro, 0), coalesce(invoiced_micro, 0), repeated from events where step is not null "
      "or kind in ('charged', "
      "'refused', 'charge', 'credited', 'declined', 'recharge_failed', 'recharge_off', 'recharge_waits', "
      "'low_balance', 'carried', 'subscribed', 'subscription_refused', 'turned', 'renewed', 'past_due', "
      "'plan_changed', 'units_paid', 'user_joined', 'subscription_ended', 'overage_billed', "
      "'invoice_issued', "
      "'invoice_overdue') "
      "order by account, number");
  while (rows.next()) {
    sql::fields row(rows);
    account_outcome* of = account_at(all, row.integer());
    if (of == nullptr) return session.note("an event is of an account that is none");
    step_outcome& made = of->steps.emplace_back();
    made.at = instant::from_us(row.integer());
    made.what = row.text();
    made.key = row.text();
    made.outcome = row.text();
    made.amount = row.amount();
    made.debt = row.amount();
    made.forgiven = row.amount();
    made.invoiced = row.amount();
    made.repeated = row.flag();
  }
}

void read_lots(sql::session& session, run_outcomes& all) {
  sql::statement rows(session,
                      "select account, lot, key, kind, granted_micro, cost_minor, used_micro, expired_micro, "
                      "revoked_micro, left_micro from lots where state <> 'withdrawn' order by account, lot");
  while (rows.next()) {
    sql::fields row(rows);
    account_outcome* of = account_at(all, row.integer());
    if (of == nullptr) return session.note("a lot is of an account that is none");
    lot_outcome& made = of->lots.emplace_back();
    made.lot = row.integer<lot_id>();
    made.key = row.text();
    made.kind = row.text();
    made.granted = row.amount();
    made.cost = row.price();
    made.used = row.amount();
    made.expired = row.amount();
    made.revoked = row.amount();
    made.left = row.amount();
    of->spent += made.used;
    of->expired += made.expired;
  }
  sql::statement moved(
      session,
      "select m.account, m.lot, e.at_us, sum(m.left_micro) from movements m join events e on "
      "e.account = m.account and e.number = m.number group by m.account, m.lot, e.at_us "
      "order by m.account, m.lot, e.at_us");
  while (moved.next()) {
    sql::fields row(moved);
    account_outcome* of = account_at(all, row.integer());
    if (of == nullptr) return session.note("a movement is of an account that is none");
    const auto lot = row.integer<lot_id>();
    const instant at = instant::from_us(row.integer());
    const credits change = row.amount();
    const auto one = std::lower_bound(of->lots.begin(), of->lots.end(), lot,
                                      [](const lot_outcome& a, lot_id least) { return a.lot < least; });
    if (one == of->lots.end() || one->lot != lot || (change.is_zero() && !one->levels.empty())) continue;
    const credits before = one->levels.empty() ? credits{} : one->levels.back().second;
    one->levels.emplace_back(at, before + change);
  }
}

void read_levels(sql::session& session, run_outcomes& all) {
  sql::statement rows(
      session,
      "select account, at_us, balance_micro, owed_micro from events where kind <> 'looked_at' "
      "order by account, number");
  while (rows.next()) {
    sql::fields row(rows);
    account_outcome* of = account_at(all, row.integer());
    if (of == nullptr) return session.note("an event is of an account that is none");
    const instant at = instant::from_us(row.integer());
    if (of->levels.empty() || of->levels.back().at != at) of->levels.push_back({at, {}, {}});
    of->levels.back().balance = row.amount();
    of->levels.back().debt = row.amount();
  }
}

void read_payments(sql::session& session, run_outcomes& all) {
  sql::statement rows(session,
                      "select account, paid_minor - given_back_minor - taken_back_minor from payments");
  while (rows.next()) {
    sql::fields row(rows);
    account_outcome* of = account_at(all, row.integer());
    if (of == nullptr) return session.note("a payment is of an account that is none");
    of->charged = money::from_minor(of->charged.minor() + row.integer());
  }
}

std::int64_t fact(sql::session& session, std::string_view key) {
  sql::statement row(session, "select value from run where key = ?");
  row.start(key);
  std::int64_t number = 0;
  if (!row.next()) return number;
  const std::string text = row.text(0);
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

result<run_outcomes> read_outcomes(const run_store& from) {
  run_outcomes all;
  const auto run = read_run(from);
  if (!run) return tl::unexpected<error>(run.error());
  const auto accounts = read_accounts(from);
  if (!accounts) return tl::unexpected<error>(accounts.error());
  all.unit = run->unit;
  for (const account_row& row : *accounts) {
    account_outcome& made = all.accounts.emplace_back();
    made.name = row.name;
    made.balance = row.left.balance();
    made.debt = row.left.debt;
  }
  sql::session session(from.handle());
  read_steps(session, all);
  read_lots(session, all);
  read_levels(session, all);
  read_payments(session, all);
  all.rate = {money::from_minor(fact(session, "rate_money_minor")),
              credits::from_micro(fact(session, "rate_credits_micro"))};
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return all;
}

}  // namespace drawdown::reports
