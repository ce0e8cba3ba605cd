// `drawdown export` of a run that was kept.
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

// What a run of the bakery is exported as: a grant, then three messages for 30 credits.
class kept : public kept_bakery {
 public:
  ended exported(std::vector<std::string> words) const { return ask("export", std::move(words)); }
};

}  // namespace

TEST_CASE("The books of a run are printed for a tool to prove", "[R13.1]") {
  const kept run;
  const ended seen = run.exported({"--to", "hledger"});
  CHECK(seen.code == 0);
  CHECK(seen.messages.empty());
  CHECK_THAT(
      seen.output,
      Contains("\n2026-01-10 * (bakery/2) charged\n"
               "    ; at:2026-01-10T12:00:00Z, key:step-1\n"
               "    ; helper used message 3\n"
               "    credits:customer:bakery:free:lot:1:open  -30000000 MICROCREDIT = 70000000 MICROCREDIT\n"
               "    credits:used:bakery  30000000 MICROCREDIT = 30000000 MICROCREDIT\n") &&
          Contains("\n2026-02-01 * (bakery) check\n"
                   "    credits:customer:bakery:free:lot:1:open  0 MICROCREDIT = 70000000 MICROCREDIT\n"));
  CHECK(run.exported({"--to", "ledger"}).output == seen.output);
  CHECK_THAT(
      run.exported({"--to", "beancount"}).output,
      Contains(
          "\n2026-01-11 balance Equity:Credits:Customer:N-bakery:Free:Lot:1:Open  70000000 MICROCREDIT\n"));
  CHECK_THAT(run.exported({"--to", "csv"}).output,
             Contains(",bakery,2,,charged,used,,,MICROCREDIT,30000000,30000000,"));
  CHECK_THAT(run.exported({"--to", "json"}).output, StartsWith("{\"schema_version\":1,"));
  CHECK_THAT(run.exported({"--to", "ledger", "--commodity", "money"}).output, !Contains("MICROCREDIT ="));
}

TEST_CASE("The books are written into a folder, in files of a size that was asked for") {
  const kept run;
  const std::string out = run.scratch().path("books");
  const ended seen = run.exported({"--to", "ledger", "--out", out, "--shard", "1"});
  CHECK(seen.code == 0);
  CHECK(seen.output.empty());
  CHECK_THAT(seen.messages, Contains("drawdown: 2 entries in 2 files in `" + out + "`\n"));
  CHECK_THAT(
      content_of(out + "/journal-0002.ledger"),
      Contains(
          "\n2026-01-10 * (bakery) opening\n"
          "    credits:customer:bakery:free:lot:1:open  100000000 MICROCREDIT = 100000000 MICROCREDIT\n"));
  CHECK(content_of(out + "/balances.csv") ==
        "account,commodity,amount\r\n"
        "credits:customer:bakery:free:lot:1:open,MICROCREDIT,70000000\r\n"
        "credits:issued:free:bakery,MICROCREDIT,-100000000\r\n"
        "credits:used:bakery,MICROCREDIT,30000000\r\n");
  CHECK(content_of(out + "/names.csv") == "written,name\r\nbakery,bakery\r\n");
  CHECK(run.exported({"--to", "ledger", "--out", out}).code == 4);
}

TEST_CASE("Credit is exported as lots that beancount chooses among", "[R3.3]") {
  const kept run;
  const ended seen = run.exported({"--to", "beancount", "--lots"});
  CHECK(seen.code == 0);
  CHECK_THAT(
      seen.output,
      Contains(
          "\n2026-01-01 open Equity:Credits:Customer:N-bakery:Lots:Priority-10:Open MICROCREDIT \"FIFO\"\n"
          "  date-of: \"created\"\n") &&
          Contains("  Equity:Credits:Customer:N-bakery:Lots:Priority-10:Open  100000000 MICROCREDIT "
                   "{1 MICROISSUED, 2026-01-01, \"lot-1\"}\n") &&
          Contains("  Equity:Credits:Used:N-bakery  30000000 MICROISSUED\n"
                   "  Equity:Credits:Customer:N-bakery:Lots:Priority-10:Open  -30000000 MICROCREDIT {}\n") &&
          Contains("  Equity:Credits:Customer:N-bakery:Lots:Priority-10:Open  -70000000 MICROCREDIT "
                   "{2026-01-01, \"lot-1\"}\n") &&
          Contains("balance Equity:Credits:Customer:N-bakery:Lots:Priority-10:Open  70000000 MICROCREDIT\n"));

  const std::string out = run.scratch().path("lots");
  CHECK(run.exported({"--to", "beancount", "--lots", "--out", out}).code == 0);
  CHECK(content_of(out + "/journal-0001.beancount") == seen.output);
  CHECK(content_of(out + "/lots.csv") ==
        "account,lot,date,amount,booking\r\n"
        "Equity:Credits:Customer:N-bakery:Lots:Priority-10:Open,lot-1,2026-01-01,70000000,FIFO\r\n");
  CHECK_THAT(content_of(out + "/balances.csv"),
             Contains("N-bakery:Lots:Priority-10:Open,MICROCREDIT,70000000\r\n") &&
                 Contains("Used:N-bakery,MICROISSUED,30000000\r\n"));
}

TEST_CASE("An export that can't be made says why") {
  const kept run;
  CHECK(run.exported({"--to", "hledger", "--lots"}).code == 2);
  CHECK(run.exported({"--to", "beancount", "--lots", "--commodity", "money"}).code == 2);
  CHECK_THAT(run.exported({"--to", "beancount", "--lots", "--shard", "5", "--out", run.scratch().path("y")})
                 .messages,
             Contains("`--lots` is of credit, for beancount, in one piece"));
  CHECK_THAT(run.exported({}).messages, Contains("say what reads it"));
  CHECK(run.exported({}).code == 2);
  CHECK_THAT(run.exported({"--to", "hledgr"}).messages, Contains("did you mean `hledger`?"));
  CHECK(run.exported({"--to", "ledger", "--shard", "5"}).code == 2);
  CHECK(run.exported({"--to", "ledger", "--shard", "0", "--out", run.scratch().path("x")}).code == 2);
  CHECK(run.exported({"--to", "ledger", "--out", run.folder()}).code == 4);
  CHECK(run.exported({"--to", "ledger", "--out", run.folder() + "/run.sqlite"}).code == 4);
  CHECK(program({"export", "--to", "ledger"}).code == 2);
  CHECK(program({"export", run.scratch().path("nowhere"), "--to", "ledger"}).code == 4);
  CHECK(program({"export", run.scratch().path(""), "--to", "ledger"}).code == 4);
}
