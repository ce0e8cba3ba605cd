// `drawdown report` of a run that was kept, and annotations of runs and checks.#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

// Reports of a run of the bakery whose one expectation fails.
class kept : public kept_bakery {
 public:
  kept() : kept_bakery("71") {}
  ended report(std::vector<std::string> words) const { return ask("report", std::move(words)); }
};

}  // namespace

TEST_CASE("A report is printed or written to a file, and a run that failed is no failure of it") {
  const kept run;
  for (const std::string format : {"junit", "markdown", "json"}) {
    INFO(format);
    const ended printed = run.report({"--format", format});
    CHECK(printed.code == 0);
    CHECK_THAT(printed.output, Contains("71"));
    const std::string file = run.scratch().path("report." + format);
    const ended written = run.report({"--format", format, "--out", file});
    CHECK(written.code == 0);
    CHECK(written.output.empty());
    CHECK(content_of(file) == printed.output);
    CHECK(run.report({"--format", format, "--out", file}).code == 0);
  }
}

TEST_CASE("The report in JSON is results.json without what was measured") {
  const kept run;
  auto expected = nlohmann::ordered_json::parse(content_of(run.folder() + "/results.json"));
  expected["measurement"] = nlohmann::ordered_json::object();
  CHECK(run.report({"--format", "json"}).output == expected.dump(2) + "\n");
}

TEST_CASE("The tables of a run are written as CSV into a folder") {
  const kept run;
  const std::string out = run.scratch().path("tables");
  CHECK(run.report({"--format", "csv", "--out", out}).code == 0);
  CHECK_THAT(content_of(out + "/accounts.csv"), StartsWith("account,balance,") && Contains("\r\nbakery,70,"));
  CHECK_THAT(content_of(out + "/postings.csv"),
             Contains("\r\nbakery,1,1,customer:free,credits,100000000\r\n"));
  CHECK_THAT(content_of(out + "/lots.csv"), Contains("\r\nbakery,1,free,open,100000000,"));
  CHECK_THAT(content_of(out + "/payments.csv"), StartsWith("account,payment,key,"));
  CHECK(run.report({"--format", "csv", "--out", out}).code == 4);
  const ended nowhere = run.report({"--format", "csv"});
  CHECK(nowhere.code == 2);
  CHECK_THAT(nowhere.messages, Contains("name a folder for them with `--out DIR`"));
}

TEST_CASE("A report is not written over the run or what it was made from") {
  const kept run;
  for (const std::string& file :
       {run.folder() + "/run.sqlite", run.folder() + "/results.json", run.scenario()}) {
    INFO(file);
    const std::string before = content_of(file);
    CHECK(run.report({"--format", "junit", "--out", file}).code == 2);
    CHECK(content_of(file) == before);
  }
  CHECK(run.report({"--format", "junit", "--out", run.folder()}).code != 0);
  CHECK(run.report({"--format", "junit", "--out", run.scratch().path("no/such/folder.xml")}).code == 4);
  CHECK(run.report({"--format", "csv", "--out", run.folder()}).code == 4);
  CHECK(run.report({"--format", "csv", "--out", run.scenario()}).code == 4);
}

TEST_CASE("What a run was made from is known by its bytes, wherever the report is made") {
  const kept run;
  const std::string before = content_of(run.scenario());
  const ended seen = shell("cd '" + run.scratch().path("") +
                           "' && \"$DRAWDOWN\" report kept --format markdown --out ./bakery.yaml");
  CHECK(seen.code == 2);
  CHECK_THAT(seen.messages,
             Contains("`./bakery.yaml` is not written over: the report tells what was made from it"));
  CHECK(content_of(run.scenario()) == before);
}

TEST_CASE("A report needs a run, and a format is one that there is") {
  const kept run;
  CHECK_THAT(run.report({"--format", "junt"}).messages, Contains("did you mean `junit`?"));
  CHECK(run.report({"--format", "junit", "--out", ""}).code == 2);
  CHECK(program({"report"}).code == 2);
  CHECK(program({"report", run.scratch().path("nowhere"), "--format", "junit"}).code == 4);
}

TEST_CASE("A run and a check write annotations where they are wanted") {
  const kept run;
  const std::string line = "::error file=" + run.scenario() + ",line=11,";
  const auto of_run = [&](const std::string& before, const std::string& options) {
    return shell(before + " \"$DRAWDOWN\" run '" + run.scenario() + "' --quiet " + options);
  };
  CHECK_THAT(
      of_run("", "--annotations github").messages,
      Contains(line) && Contains("title=expectation failed::bakery at 2026-01-20T00:00:00Z: available: "
                                 "expected 71, actual 70, difference -1\n"));
  CHECK_THAT(of_run("GITHUB_ACTIONS=true", "").messages, Contains(line));
  CHECK_THAT(of_run("GITHUB_ACTIONS=true", "--format json").messages, Contains(line));
  CHECK_THAT(of_run("GITHUB_ACTIONS=true", "--annotations none").messages, !Contains("::error"));
  CHECK_THAT(of_run("", "").messages, !Contains("::error"));
  CHECK_THAT(of_run("GITHUB_ACTIONS=true", "--format json").output, !Contains("::error"));

  const std::string bad = run.scratch().write("bad.yaml", "scenario: broken\nstart: soon\n");
  const ended checked = program({"check", bad, "--annotations", "github"});
  CHECK(checked.code == 3);
  CHECK_THAT(checked.messages, Contains("::error file=" + bad + ",line=2,"));
  CHECK_THAT(program({"run", bad, "--annotations", "github"}).messages,
             Contains("::error file=" + bad + ",line=2,"));
  CHECK_THAT(program({"check", bad}).messages, !Contains("::error"));
}
