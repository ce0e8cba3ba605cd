// `drawdown report --format html` of a run that was kept.
#include <catch2/catch.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("A report is one HTML file beside the run store, and the program says where") {
  const kept_bakery run;
  const ended made = program({"report", run.folder(), "--format", "html"});
  CHECK(made.code == 0);
  CHECK(made.output.empty());
  CHECK(made.messages ==
        "drawdown: the report is in `" + run.folder() + "/report.html`; open it in a browser\n");
  const std::string page = content_of(run.folder() + "/report.html");
  CHECK_THAT(page,
             StartsWith("<!doctype html>\n<html lang=\"en\">") && Contains(">Yes.<") && Contains("bakery"));
}

TEST_CASE("A report goes where it is told to, and is the same each time") {
  const kept_bakery run;
  const std::string file = run.scratch().path("page.html");
  REQUIRE(program({"report", run.folder() + "/run.sqlite", "--format", "html", "-o", file}).code == 0);
  const ended shown = program({"report", run.folder() + "/run.sqlite", "--format", "html", "-o", "-"});
  CHECK(shown.code == 0);
  CHECK(shown.messages.empty());
  CHECK(shown.output == content_of(file));
}

TEST_CASE("A report of a run in which an expectation failed says so, with where it stands") {
  const kept_bakery run("71");
  const ended shown = program({"report", run.folder(), "-o", "-"});
  CHECK(shown.code == 0);
  CHECK_THAT(shown.output,
             Contains("Expected <b>71</b>, actual <b>70</b>, difference -1") && Contains("bakery.yaml:"));
}

TEST_CASE("A report without a billing page of any account lists the accounts") {
  const kept_bakery run;
  const ended shown = program({"report", run.folder(), "--accounts", "0", "-o", "-"});
  CHECK(shown.code == 0);
  CHECK_THAT(shown.output, Contains("id=\"account-list\"") && !Contains("id=\"account-0\""));
}

TEST_CASE("What can't be reported is said") {
  const kept_bakery run;
  CHECK(program({"report"}).code == 2);
  CHECK(program({"report", run.folder(), run.folder()}).code == 2);
  const ended missing = program({"report", run.scratch().path("nothing")});
  CHECK(missing.code == 4);
  CHECK_THAT(missing.messages, Contains("there is no folder"));
  const ended unwritable = program({"report", run.folder(), "-o", run.scratch().path("no/such/page.html")});
  CHECK(unwritable.code == 4);
  const std::string scenario = content_of(run.scenario());
  CHECK(program({"report", run.folder(), "-o", run.scenario()}).code == 2);
  CHECK(program({"report", run.folder(), "-o", run.folder() + "/run.sqlite"}).code == 2);
  CHECK(content_of(run.scenario()) == scenario);
  CHECK_THAT(program({"report", run.folder(), "--format", "pdf"}).messages, Contains("html"));
}
