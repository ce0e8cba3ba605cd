#include "reports/store/books.hpp"

#include "engine/time/calendar.hpp"
#include "engine/time/text.hpp"
#include "engine/time/zone.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

result<std::vector<ledger::month_close>> read_months(const run_store& from,
                                                     std::optional<account_index> account) {
  sql::session session(from.handle());
  sql::statement row(session, R"(
    select month, sum(opening_minor), sum(added_minor), sum(used_minor), sum(recognised_minor), sum(expired_minor),
      sum(refunded_minor), sum(charged_back_minor), sum(closing_minor), sum(received_minor), sum(paid_out_minor),
      sum(overage_minor), sum(given_back_minor), sum(taken_back_minor), sum(gateway_fees_minor),
      sum(chargeback_losses_minor), sum(receivables_minor)
    from months where ?1 is null or account = ?1 group by month order by month)");
  std::vector<ledger::month_close> months;
  row.start(account);
  while (row.next()) {
    sql::fields each(row);
    ledger::month_close& m = months.emplace_back();
    m.begins = parse_instant(each.text() + "-01", zone_table{}).value();
    for (int128* into : {&m.opening, &m.added, &m.used, &m.recognised, &m.expired, &m.refunded, &m.charged_back,
                         &m.closing, &m.received, &m.paid_out, &m.overage, &m.given_back, &m.taken_back,
                         &m.gateway_fees, &m.chargeback_losses, &m.receivables})
      *into = each.integer();
  }
  if (auto done = session.status(); !done) return tl::unexpected<error>(done.error());
  return months;
}

result<std::vector<balance_line>> read_trial_balance(const run_store& from, instant at,
                                                     std::optional<account_index> account) {
  sql::session session(from.handle());
  sql::statement row(session, R"(
    select ledger_account, commodity, sum(amount) from journal
    where (at_us < ?1 or (at_us = ?1 and number is null)) and (?2 is null or account = ?2)
    group by ledger_account, commodity having sum(amount) <> 0
    order by commodity, ledger_account)");
  std::vector<balance_line> lines;
  row.start(at.us(), account);
  while (row.next()) {
    sql::fields each(row);
    balance_line& line = lines.emplace_back();
    line.ledger_account = each.text();
    line.commodity = each.text();
    line.amount = each.integer();
  }
  if (auto done = session.status(); !done) return tl::unexpected<error>(done.error());
  return lines;
}

}  // namespace drawdown::reports
