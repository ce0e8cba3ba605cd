// What a run store answers to a query, as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/store/sql.hpp"
#include "reports/store/store.hpp"

namespace drawdown::test {

// All rows of a query, cells parted by `|`.
inline std::vector<std::string> rows_of(const reports::run_store& store, std::string_view query) {
  reports::sql::session session(store.handle());
  reports::sql::statement rows(session, query);
  std::vector<std::string> all;
  while (rows.next()) {
    std::string line;
    for (int i = 0; i < rows.columns(); ++i) {
      line += i == 0 ? "" : "|";
      line += rows.text(i);
    }
    all.push_back(line);
  }
  const auto status = session.status();
  INFO((status ? "" : status.error().message));
  REQUIRE(status);
  return all;
}

}  // namespace drawdown::test
