#include "reports/store/finance.hpp"

#include <numeric>

#include "engine/ledger/ageing.hpp"
#include "engine/units/rounding.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

// What is deferred of a lot: the part of its cost that belongs to what is left of it (R13.2).
ageing ageing_of(sql::session& session, instant now) {
  sql::statement lots(session, R"(
    select cost_minor, left_micro, granted_micro, coalesce(ends_us, expires_us) from lots
    where cost_minor > 0 and left_micro > 0 and granted_micro > 0 and state not in ('scheduled', 'withdrawn'))");
  ageing found;
  while (lots.next()) {
    sql::fields row(lots);
    const int128 cost = row.integer();
    const int128 part = cost * row.integer();
    const int128 deferred = divide(part, row.integer(), rounding::half_even);
    const auto ends_us = row.optional_integer();
    const auto age = static_cast<std::size_t>(
        ledger::age_of(ends_us ? instant::from_us(*ends_us) : instant::never(), now));
    found.minor[age] += deferred;
    ++found.lots[age];
  }
  return found;
}

}  // namespace

int128 ageing::sum() const {
  return std::accumulate(minor.begin(), minor.end(), int128{0});
}

result<finance> read_finance(const run_store& from, const run_row& run) {
  const auto months = read_months(from);
  if (!months) return tl::unexpected<error>(months.error());
  const auto balance = read_trial_balance(from, run.facts.reached.next());
  if (!balance) return tl::unexpected<error>(balance.error());
  sql::session session(from.handle());
  finance found{*months, *balance, ageing_of(session, run.facts.reached)};
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return found;
}

}  // namespace drawdown::reports
