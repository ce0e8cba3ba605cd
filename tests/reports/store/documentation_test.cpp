// docs/run-store.md is held against the store that it describes.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/world/event_kind.hpp"
#include "tests/reports/sample_run.hpp"
#include "tests/reports/store/rows.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

std::string document() {
  std::ifstream file(DRAWDOWN_SOURCE_DIR "/docs/run-store.md");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("the documentation names every table, view and column") {
  const std::string text = document();
  const run_store store = sample_store();
  const auto missing = [&](const std::string& name) {
    return text.find("`" + name + "`") == std::string::npos &&
           text.find("### " + name) == std::string::npos && text.find(", " + name) == std::string::npos;
  };
  std::vector<std::string> unnamed;
  for (const std::string& column :
       rows_of(store,
               "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c "
               "where m.type in ('table', 'view')")) {
    const auto bar = column.find('|');
    if (missing(column.substr(0, bar)) || missing(column.substr(bar + 1))) unnamed.push_back(column);
  }
  CHECK(unnamed == std::vector<std::string>{});
}

TEST_CASE("the documentation names every kind of event") {
  const std::string text = document();
  for (const std::string_view kind : event_kinds()) {
    INFO(kind);
    CHECK(text.find("`" + std::string(kind) + "`") != std::string::npos);
  }
}

TEST_CASE("the queries of the documentation run and say what they promise") {
  const std::string text = document();
  const run_store store = sample_store();
  std::vector<std::vector<std::string>> answers;
  for (std::size_t begin = text.find("```sql\n"); begin != std::string::npos;
       begin = text.find("```sql\n", begin)) {
    begin += 7;
    answers.push_back(rows_of(store, text.substr(begin, text.find("```", begin) - begin)));
  }
  REQUIRE(answers.size() == 3);
  CHECK(answers[0] ==
        std::vector<std::string>{"acme|receptionist|2026-01|130.0", "zenith|(no agent)|2026-01|3.0"});
  CHECK(answers[1].size() == 3);
  CHECK(answers[2] == std::vector<std::string>{"acme|USD|0|0", "acme|credits|0|0", "zenith|credits|0|0"});
}
