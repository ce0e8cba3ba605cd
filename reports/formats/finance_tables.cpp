#include "reports/formats/finance_tables.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "reports/store/query.hpp"

namespace drawdown::reports {

namespace {

// A table of the store that names accounts by their number, and the order of its rows.
struct numbered_table {
  std::string_view name;
  std::string_view order;
};
constexpr std::array numbered = {
    numbered_table{"lots", "t.account, t.lot"},
    numbered_table{"postings", "t.account, t.number, t.position"},
    numbered_table{"journal", "t.account, t.at_us, t.closing is null, t.closing, t.number, t.position"},
    numbered_table{"closings", "t.account, t.closing, t.position"},
    numbered_table{"months", "t.account, t.month"},
    numbered_table{"trial_balance", "t.account, t.ledger_account, t.commodity"},
};

// All its columns, the number of the account as its name.
std::string named(const store_table& table, std::string_view order) {
  std::string columns;
  for (const std::string& column : table.columns)
    columns += column == "account" ? "a.name as account" : fmt::format(", t.\"{}\"", column);
  return fmt::format("select {} from {} t join accounts a on a.account = t.account order by {}", columns,
                     table.name, order);
}

}  // namespace

result<std::vector<finance_table>> finance_tables(const run_store& of) {
  const auto tables = read_tables(of);
  if (!tables) return tl::unexpected<error>(tables.error());
  std::vector<finance_table> found = {
      {"accounts.csv",
       "select b.*, a.organization, z.name as zone, a.billing, a.kept from accounts a join zones z on z.zone "
       "= "
       "a.zone "
       "join balances b on b.account = a.name order by a.account"},
      {"payments.csv", "select * from payment_list"},
  };
  for (const numbered_table& each : numbered) {
    const auto table = std::ranges::find(*tables, each.name, &store_table::name);
    if (table != tables->end())
      found.push_back({fmt::format("{}.csv", each.name), named(*table, each.order)});
  }
  return found;
}

}  // namespace drawdown::reports
