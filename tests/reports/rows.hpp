// Asks a run store in SQL, as whoever has its file would.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/store/sql.hpp"
#include "reports/store/store.hpp"

namespace drawdown::test {

using lines = std::vector<std::string>;

// The rows of a query, their columns with bars between.
inline lines rows_of(const reports::run_store& store, std::string_view query) {
  reports::sql::session session(store.handle());
  reports::sql::statement rows(session, query);
  lines found;
  while (rows.next()) {
    std::string& row = found.emplace_back();
    for (int column = 0; column < rows.columns(); ++column) {
      if (column != 0) row += '|';
      if (!rows.is_null(column)) row += rows.text(column);
    }
  }
  REQUIRE(session.status());
  return found;
}

}  // namespace drawdown::test
