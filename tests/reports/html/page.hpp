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
  session.run("delete from months");
  session.run(fmt::format("insert into months values {}", rows));
  REQUIRE(session.status());
}

}  // namespace drawdown::test
