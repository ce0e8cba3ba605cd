#include "reports/store/finance.hpp"

#include <numeric>

#include "engine/ledger/ageing.hpp"
#include "engine/ledger/deferred_lots.hpp"
#include "engine/settings/table.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

// The part of each lot that is expected never to be used, by the settings of the run, in millionths (R13.2).
std::uint32_t expected_breakage(const run_facts& facts) {
  settings rules;
  for (const setting_fact& each : facts.settings)
    if (each.name == "breakage" && !apply_setting(rules, each.name, each.value)) return 0;  // not known
  return rules.expected_breakage;
}

// What is deferred of a lot of which so much is left.
int128 deferred_of(money cost, credits left, credits granted, std::uint32_t expected_breakage) {
  constexpr lot_id only = 1;
  ledger::deferred_lots books(expected_breakage);
  books.book(only, granted, cost);
  books.take(only, granted - left);
  int128 deferred = 0;
  books.each([&](lot_id, money of) { deferred = of.minor(); });
  return deferred;
}

ageing ageing_of(sql::session& session, const run_facts& facts) {
  const std::uint32_t unused = expected_breakage(facts);
  sql::statement lots(session, R"(
    select cost_minor, left_micro, granted_micro, coalesce(ends_us, expires_us) from lots
    where cost_minor > 0 and left_micro > 0 and granted_micro > 0 and state not in ('scheduled', 'withdrawn'))");
  ageing found;
  while (lots.next()) {
    sql::fields row(lots);
    const money cost = row.price();
    const credits left = row.amount();
    const credits granted = row.amount();
    const auto ends_us = row.optional_integer();
    const auto age = static_cast<std::size_t>(
        ledger::age_of(ends_us ? instant::from_us(*ends_us) : instant::never(), facts.reached));
    found.minor[age] += deferred_of(cost, left, granted, unused);
    ++found.lots[age];
  }
  return found;
}

}  // namespace

int128 ageing::sum() const {
  return std::accumulate(minor.begin(), minor.end(), int128{0});
}

int128 finance::owed_on(std::string_view ledger_account) const {
  for (const balance_line& line : trial_balance)
    if (line.commodity != "credits" && line.ledger_account == ledger_account) return -line.amount;
  return 0;
}

result<finance> read_finance(const run_store& from, const run_row& run) {
  const auto months = read_months(from);
  if (!months) return tl::unexpected<error>(months.error());
  const auto balance = read_trial_balance(from, run.facts.reached.next());
  if (!balance) return tl::unexpected<error>(balance.error());
  sql::session session(from.handle());
  finance found{*months, *balance, ageing_of(session, run.facts)};
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return found;
}

}  // namespace drawdown::reports
