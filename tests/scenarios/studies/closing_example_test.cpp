// docs/closing-example.md is worked out by hand; the program must come to the same figures.
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/time/text.hpp"
#include "reports/store/books.hpp"
#include "tests/scenarios/holding.hpp"

using namespace drawdown;
using namespace drawdown::test;
namespace fs = std::filesystem;

namespace {

// The rows of the tables of a page: their cells, without what stands behind a colon in the first and without
// marks.
std::vector<std::vector<std::string>> rows_of(const fs::path& page) {
  std::ifstream file(page);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("| ")) continue;
    line = std::regex_replace(line, std::regex("\\*\\*|`"), "");
    line = std::regex_replace(line, std::regex("−"), "-");
    std::vector<std::string> cells;
    const std::regex cell("\\|\\s*([^|]*?)\\s*(?=\\|)");
    for (std::sregex_iterator found(line.begin(), line.end(), cell), end; found != end; ++found)
      cells.push_back((*found)[1]);
    cells[0] = cells[0].substr(0, cells[0].find(": "));
    rows.push_back(cells);
  }
  return rows;
}

// The row of that name; some there is.
std::vector<std::string> row_named(const std::vector<std::vector<std::string>>& rows, std::string_view name) {
  for (const auto& row : rows)
    if (row[0] == name) return row;
  FAIL("the page has no row " << name);
  return {};
}

std::string amount(int128 minor) {
  const std::string text =
      to_string(money::from_minor(static_cast<std::int64_t>(minor)), currency::of("EUR").value());
  return text.substr(0, text.find(' '));
}

reports::run_store three_customers() {
  const auto in = load_without_findings(DRAWDOWN_SOURCE_DIR "/scenarios/studies/three-customers.yaml");
  const auto done = run_with_actors(in, {.threads = 1});
  REQUIRE(complaint(done.outcome) == "");
  return stored(*in, done);
}

}  // namespace

TEST_CASE("two months that were closed by hand close in the same way", "[R13.5][R13.2][R13.3][R13.4]") {
  const auto store = three_customers();
  const auto rows = rows_of(DRAWDOWN_SOURCE_DIR "/docs/closing-example.md");
  const auto months = reports::read_months(store).value();
  REQUIRE(months.size() == 2);
  for (std::size_t i = 0; i < months.size(); ++i) {
    const ledger::month_close& m = months[i];
    const auto said = [&](std::string_view name) { return row_named(rows, name).at(i + 1); };
    CHECK(said("opening") == amount(m.opening));
    CHECK(said("added") == amount(m.added));
    CHECK(said("used") == amount(-m.used));
    CHECK(said("recognised by time") == amount(-m.recognised));
    CHECK(said("expired") == amount(-m.expired));
    CHECK(said("refunded") == amount(-m.refunded));
    CHECK(said("charged back") == amount(-m.charged_back));
    CHECK(said("closing") == amount(m.closing));
    CHECK(said("received") == amount(m.received));
    CHECK(said("given back") == amount(m.given_back));
    CHECK(said("gateway fees") == amount(m.gateway_fees));
    CHECK(said("paid out") == amount(m.paid_out));
  }
}

TEST_CASE("the trial balance that was worked out by hand is that of the program", "[R13.5]") {
  const auto store = three_customers();
  const auto rows = rows_of(DRAWDOWN_SOURCE_DIR "/docs/closing-example.md");
  const auto end = parse_instant("2026-06-01", zone_table{}).value();
  const auto lines = reports::read_trial_balance(store, end).value();
  std::size_t of_money = 0;
  for (const reports::balance_line& line : lines) {
    if (line.commodity != "EUR") continue;
    ++of_money;
    const auto said = row_named(rows, line.ledger_account);
    CHECK(said.at(line.amount > 0 ? 1 : 2) == amount(line.amount > 0 ? line.amount : -line.amount));
  }
  CHECK(of_money == 6);

  const auto may = parse_instant("2026-05-01", zone_table{}).value();
  const auto in_may = reports::read_trial_balance(store, may).value();
  for (const reports::balance_line& line : in_may)
    if (line.ledger_account == "deferred" || line.ledger_account == "deferred_fees")
      CHECK(line.amount == (line.ledger_account == "deferred" ? -1200 : -1500));
}
