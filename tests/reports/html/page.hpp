// Finds figures in a page, by the names that stand in it.
#pragma once

#include <string>
#include <string_view>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "reports/store/sql.hpp"
#include "reports/store/store.hpp"

namespace drawdown::test {

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// What stands between two texts, the first of which is there.
inline std::string between(std::string_view text, std::string_view begin, std::string_view end) {
  const std::size_t from = text.find(begin);
  INFO(begin);
  REQUIRE(from != std::string_view::npos);
  const std::size_t first = from + begin.size();
  return std::string(text.substr(first, text.find(end, first) - first));
}

// The table with that id.
inline std::string table_in(std::string_view page, std::string_view id) {
  return between(page, fmt::format(" id=\"{}\"", id), "</table>");
}

// The text of a cell: of the row that is headed so, the column counted from 1 behind that.
inline std::string cell_in(std::string_view page, std::string_view id, std::string_view row, int column) {
  std::string rest = between(table_in(page, id), fmt::format(">{}</th>", row), "</tr>");
  for (int i = 1; i < column; ++i) rest.erase(0, rest.find("</td>") + 5);
  return between(between(rest, "<td", "/td>"), ">", "<");
}

// Books by month, as the run store has them; those that it has of itself go.
inline void add_months(const reports::run_store& store, std::string_view rows) {
  reports::sql::session session(store.handle());
  session.run(R"(create table if not exists months (account integer not null, month text not null,
    opening_minor integer not null, added_minor integer not null, used_minor integer not null, recognised_minor integer not null,
    expired_minor integer not null, refunded_minor integer not null, charged_back_minor integer not null, closing_minor integer not null,
    received_minor integer not null, cash_minor integer not null, revenue_usage_minor integer not null,
    revenue_fees_minor integer not null, revenue_overage_minor integer not null, breakage_minor integer not null,
    refunds_minor integer not null, gateway_fees_minor integer not null, chargeback_losses_minor integer not null,
    receivables_minor integer not null, primary key (account, month)) without rowid;
    delete from months;)");
  session.run(fmt::format(
      R"(insert into months (account, month, opening_minor, added_minor, used_minor, recognised_minor,
    expired_minor, refunded_minor, charged_back_minor, closing_minor, received_minor, cash_minor, revenue_usage_minor,
    revenue_fees_minor, revenue_overage_minor, breakage_minor, refunds_minor, gateway_fees_minor, chargeback_losses_minor,
    receivables_minor) values {})",
      rows));
  REQUIRE(session.status());
}

}  // namespace drawdown::test
