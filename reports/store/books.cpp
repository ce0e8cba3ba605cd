#include "reports/store/books.hpp"

#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/time/calendar.hpp"
#include "engine/time/text.hpp"
#include "engine/time/zone.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {
namespace {

using ledger::month_close;

struct month_column {
  const char* name;
  int128 month_close::*value;
};

constexpr std::array month_columns = {
    month_column{"opening", &month_close::opening},
    month_column{"added", &month_close::added},
    month_column{"used", &month_close::used},
    month_column{"recognised", &month_close::recognised},
    month_column{"expired", &month_close::expired},
    month_column{"refunded", &month_close::refunded},
    month_column{"charged_back", &month_close::charged_back},
    month_column{"closing", &month_close::closing},
    month_column{"received", &month_close::received},
    month_column{"paid_out", &month_close::paid_out},
    month_column{"overage", &month_close::overage},
    month_column{"given_back", &month_close::given_back},
    month_column{"taken_back", &month_close::taken_back},
    month_column{"gateway_fees", &month_close::gateway_fees},
    month_column{"chargeback_losses", &month_close::chargeback_losses},
    month_column{"receivables", &month_close::receivables},
};

}  // namespace

std::string month_text(instant begins) {
  return to_string(begins).substr(0, std::string_view("2026-03").size());
}

// Amounts of one account are within 64 bits, sums over accounts may not be.
result<std::vector<month_close>> read_months(const run_store& from, std::optional<account_index> account) {
  sql::session session(from.handle());
  std::string columns;
  for (const month_column& column : month_columns) columns += fmt::format(", {}_minor", column.name);
  sql::statement rows(session,
                      fmt::format("select month{} from months where ?1 is null or account = ?1", columns));
  rows.start(account);
  std::map<std::string, month_close> by_month;
  while (rows.next()) {
    sql::fields row(rows);
    month_close& sum = by_month[row.text()];
    for (const month_column& column : month_columns) sum.*column.value += row.integer();
  }
  if (auto done = session.status(); !done) return tl::unexpected<error>(done.error());
  std::vector<month_close> months;
  for (auto& [text, sum] : by_month) {
    const auto begins = parse_instant(text + "-01", zone_table{});
    if (!begins)
      return fail(error_code::unreadable,
                  fmt::format("run store: a month is none: {}", begins.error().message));
    sum.begins = *begins;
    months.push_back(sum);
  }
  return months;
}

result<std::vector<balance_line>> read_trial_balance(const run_store& from, instant at,
                                                     std::optional<account_index> account) {
  const auto run = read_run(from);
  if (!run) return tl::unexpected<error>(run.error());
  const bool is_at_end = at > run->facts.reached;
  if (!is_at_end && run->keeps_totals())
    return fail(
        error_code::out_of_range,
        "the store has the transactions of some accounts alone: a trial balance is known at the end of "
        "the run, and of each day in `day_postings`");
  sql::session session(from.handle());
  sql::statement rows(session, is_at_end ? R"(
    select commodity, ledger_account, amount from account_balances
    where ?1 is not null and (?2 is null or account = ?2))"
                                         : R"(
    select commodity, ledger_account, sum(amount) from journal
    where (at_us < ?1 or (at_us = ?1 and number is null)) and (?2 is null or account = ?2)
    group by account, commodity, ledger_account)");
  rows.start(at.us(), account);
  std::map<std::pair<std::string, std::string>, int128> sums;
  while (rows.next()) {
    sql::fields row(rows);
    std::string commodity = row.text();
    std::string name = row.text();
    sums[{std::move(commodity), std::move(name)}] += row.integer();
  }
  if (auto done = session.status(); !done) return tl::unexpected<error>(done.error());
  std::vector<balance_line> lines;
  for (const auto& [place, amount] : sums)
    if (amount != 0) lines.push_back({place.first, place.second, amount});
  return lines;
}

}  // namespace drawdown::reports
