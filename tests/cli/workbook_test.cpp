// `drawdown report --format xlsx` of a run that was kept; figures are those of docs/closing-example.md.
#include <string>

#include <catch2/catch.hpp>

#include "tests/cli/support.hpp"
#include "tests/support/unpacked.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using drawdown::test::unpacked_workbook;

TEST_CASE("A workbook has the months, the trial balance and the journal of a run", "[R13.5]") {
  const scratch_folder scratch;
  const std::string run = scratch.path("three");
  REQUIRE(
      program({"run", DRAWDOWN_SOURCE_DIR "/scenarios/studies/three-customers.yaml", "--out", run, "--quiet"})
          .code == 0);
  const ended made = program({"report", run, "--format", "xlsx"});
  REQUIRE(made.code == 0);
  CHECK(made.messages == "drawdown: the workbook is in `" + run + "/report.xlsx`\n");

  const unpacked_workbook book(run + "/report.xlsx");
  CHECK_THAT(book.part("xl/workbook.xml"),
             Contains("\"Run\"") && Contains("\"Months\"") && Contains("\"Trial balance\"") &&
                 Contains("\"Deferred by age\"") && Contains("\"Accounts\"") && Contains("\"Payments\"") &&
                 Contains("\"Lots\"") && Contains("\"Months by account\"") && Contains("\"Journal\""));
  CHECK_THAT(book.sheet(1), Contains("<t>every transaction verified</t>"));
  const std::string months = book.sheet(2);
  for (const char* value : {"27", "14.52", "60", "30.48", "56.5", "29.3"}) {
    INFO(value);
    CHECK_THAT(months, Contains("<v>" + std::string(value) + "</v>"));
  }
  CHECK_THAT(months, Contains("<f>ROUND(B2+C2-D2-E2-F2-G2-H2-I2,2)</f><v>0</v>"));
  const std::string balance = book.sheet(3);
  CHECK_THAT(balance, Contains("<v>85.8</v>") && Contains("<v>45.48</v>") &&
                          Contains("<f>SUM(B2:B7)</f><v>88</v>") && Contains("<f>SUM(C2:C7)</f><v>88</v>"));
  // Nothing is left in lots at the end; bert's fee is for time to come.
  CHECK_THAT(book.sheet(5),
             Contains("<t>fees for time to come</t>") && Contains("<f>SUM(C2:C7)</f><v>14.52</v>"));
  CHECK_THAT(book.sheet(6), Contains("<t>anna</t>"));
  CHECK_THAT(book.sheet(10), Contains("<t>deferred_fees</t>") && Contains("<t>recognition</t>"));
}

TEST_CASE("A workbook of totals says whose transactions it has, and has the months of all") {
  const scratch_folder scratch;
  const std::string run = scratch.path("quarter");
  REQUIRE(program({"run", DRAWDOWN_SOURCE_DIR "/scenarios/studies/last-quarter/quarter.yaml", "--out", run,
                   "--quiet", "--keep", "totals", "--keep-accounts", "adler-law"})
              .code == 0);
  REQUIRE(program({"report", run, "--format", "xlsx"}).code == 0);
  const unpacked_workbook book(run + "/report.xlsx");
  CHECK_THAT(book.sheet(1), Contains("transactions are kept of 1 of 40 accounts"));
  CHECK_THAT(book.sheet(2),
             Contains("<v>491.09</v>"));  // owed to all customers at the end, as in comparison.txt
  CHECK_THAT(book.sheet(10), Contains("<t>adler-law</t>") && !Contains("<t>bay-insurance</t>"));
}

TEST_CASE("A workbook goes where it is told to, is the same each time, and never over the run") {
  const kept_bakery run;
  const std::string file = run.scratch().path("books.xlsx");
  REQUIRE(run.ask("report", {"--format", "xlsx", "--out", file}).code == 0);
  const std::string bytes = content_of(file);
  REQUIRE(run.ask("report", {"--format", "xlsx", "--out", file}).code == 0);
  CHECK(content_of(file) == bytes);
  CHECK(run.ask("report", {"--format", "xlsx", "--out", run.folder() + "/run.sqlite"}).code == 2);
  CHECK(run.ask("report", {"--format", "xlsx", "--out", run.scratch().path("no/such/book.xlsx")}).code == 4);
  const ended printed = run.ask("report", {"--format", "xlsx", "--out", "-"});
  CHECK(printed.code == 2);
  CHECK_THAT(printed.messages, Contains("name a file with `--out FILE`"));
}
