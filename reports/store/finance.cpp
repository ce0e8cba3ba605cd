#include "reports/store/finance.hpp"

#include <map>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "engine/units/rounding.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

struct month_column {
  const char* name;
  int128 month_totals::*value;
};

constexpr std::array month_columns = {
    month_column{"opening_minor", &month_totals::opening},
    month_column{"added_minor", &month_totals::added},
    month_column{"used_minor", &month_totals::used},
    month_column{"recognised_minor", &month_totals::recognised},
    month_column{"expired_minor", &month_totals::expired},
    month_column{"refunded_minor", &month_totals::refunded},
    month_column{"charged_back_minor", &month_totals::charged_back},
    month_column{"closing_minor", &month_totals::closing},
    month_column{"received_minor", &month_totals::received},
    month_column{"cash_minor", &month_totals::cash},
    month_column{"revenue_usage_minor", &month_totals::revenue_usage},
    month_column{"revenue_fees_minor", &month_totals::revenue_fees},
    month_column{"revenue_overage_minor", &month_totals::revenue_overage},
    month_column{"breakage_minor", &month_totals::breakage},
    month_column{"refunds_minor", &month_totals::refunds},
    month_column{"gateway_fees_minor", &month_totals::gateway_fees},
    month_column{"chargeback_losses_minor", &month_totals::chargeback_losses},
    month_column{"receivables_minor", &month_totals::receivables},
};

bool has_table(sql::session& session, std::string_view name) {
  sql::statement found(session, "select 1 from sqlite_master where name = ? and type in ('table', 'view')");
  return found.start(name).next();
}

// Months of one account, or of all together, by month.
std::vector<month_totals> months_of(sql::session& session, std::optional<account_index> of) {
  std::string columns;
  for (const month_column& column : month_columns) columns += fmt::format(", {}", column.name);
  sql::statement rows(session,
                      fmt::format("select month{} from months where ?1 is null or account = ?1", columns));
  rows.start(of);
  std::map<std::string, month_totals> by_month;
  while (rows.next()) {
    sql::fields row(rows);
    const std::string month = row.text();
    month_totals& sum = by_month[month];
    sum.month = month;
    for (const month_column& column : month_columns) sum.*column.value += row.integer();
  }
  std::vector<month_totals> months;
  for (auto& [month, sum] : by_month) months.push_back(std::move(sum));
  return months;
}

// By account first: the sums of one are within 64 bits, those of all may not be.
std::vector<trial_line> trial_balance_of(sql::session& session) {
  const std::string_view from = has_table(session, "journal") ? "journal" : "postings";
  sql::statement rows(session, fmt::format("select commodity, ledger_account, sum(amount) from {} "
                                           "group by account, commodity, ledger_account",
                                           from));
  std::map<std::pair<std::string, std::string>, int128> sums;
  while (rows.next()) {
    sql::fields row(rows);
    std::string commodity = row.text();
    std::string account = row.text();
    sums[{std::move(commodity), std::move(account)}] += row.integer();
  }
  std::vector<trial_line> lines;
  for (const auto& [place, amount] : sums) lines.push_back({place.first, place.second, amount});
  return lines;
}

ageing::age age_of(std::optional<std::int64_t> ends_us, instant now) {
  if (!ends_us) return ageing::never;
  const int128 left = int128{*ends_us} - now.us();
  if (left < duration::days(30).us()) return ageing::under_30_days;
  if (left < duration::days(90).us()) return ageing::under_90_days;
  return left < duration::days(365).us() ? ageing::under_365_days : ageing::later;
}

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
    const auto age = static_cast<std::size_t>(age_of(row.optional_integer(), now));
    found.minor[age] += deferred;
    ++found.lots[age];
  }
  return found;
}

}  // namespace

month_totals sum_of(const std::vector<month_totals>& months) {
  month_totals all;
  if (months.empty()) return all;
  for (const month_totals& month : months)
    for (const month_column& column : month_columns) all.*column.value += month.*column.value;
  all.opening = months.front().opening;
  all.closing = months.back().closing;
  all.receivables = months.back().receivables;
  return all;
}

int128 ageing::sum() const {
  return std::accumulate(minor.begin(), minor.end(), int128{0});
}

result<finance> read_finance(const run_store& from, const run_row& run) {
  sql::session session(from.handle());
  finance found;
  if (has_table(session, "months")) found.months = months_of(session, std::nullopt);
  found.trial_balance = trial_balance_of(session);
  found.age = ageing_of(session, run.facts.reached);
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return found;
}

result<std::vector<month_totals>> read_months(const run_store& from, account_index of) {
  sql::session session(from.handle());
  std::vector<month_totals> months;
  if (has_table(session, "months")) months = months_of(session, of);
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return months;
}

}  // namespace drawdown::reports
