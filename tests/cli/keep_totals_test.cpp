// Runs of which the built program keeps totals, and the transactions of some accounts (docs/run-store.md).
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

const std::string scenarios = std::string(DRAWDOWN_SOURCE_DIR) + "/scenarios/";

// A month of a few small businesses, kept whole and kept as totals with the transactions of two of them.
struct two_runs {
  scratch_folder folder;
  std::string whole = folder.path("whole");
  std::string totals = folder.path("totals");
  ended said_of_totals;

  two_runs() {
    std::string people = content_of(scenarios + "populations/small-businesses.yaml");
    const std::string all = "accounts: 5000";
    people.replace(people.find(all), all.size(), "accounts: 12");
    const std::string file = folder.write("people.yaml", people);
    REQUIRE(simulate(file, {"--out", whole, "--quiet"}).code == 0);
    said_of_totals =
        simulate(file, {"--out", totals, "--keep", "totals", "--keep-accounts", "customer-2,customer-5"});
    INFO(said_of_totals.messages);
    REQUIRE(said_of_totals.code == 0);
  }

  static ended simulate(const std::string& file, std::vector<std::string> more) {
    std::vector<std::string> words = {
        "simulate", file, "--catalog", scenarios + "catalogs/voice-agents-monthly.yaml", "--months", "1"};
    words.insert(words.end(), more.begin(), more.end());
    return program(words);
  }
};

std::string answer(const std::string& run, const std::string& question) {
  const ended seen = program({"query", run, question, "--format", "csv"});
  INFO(seen.messages);
  REQUIRE(seen.code == 0);
  return seen.output;
}

json results_of(const std::string& run) {
  json results = json::parse(content_of(run + "/results.json"));
  results.erase("measurement");
  return results;
}

std::string history_of(const std::string& run, const std::string& account) {
  return program({"history", run, "--account", account, "--size", "100000"}).output;
}

}  // namespace

TEST_CASE("a run that is kept as totals says the same of all accounts as one that is kept whole") {
  const two_runs runs;
  for (const char* view : {"daily", "daily_credit", "daily_refusals", "monthly_close", "trial_balance",
                           "balances", "balance_by_kind", "months"}) {
    INFO(view);
    const std::string question = std::string("select * from ") + view;
    CHECK(answer(runs.totals, question) == answer(runs.whole, question));
  }
  json whole = results_of(runs.whole);
  json totals = results_of(runs.totals);
  CHECK(whole["kept"] == json({{"transactions", "all"}, {"from", "default"}, {"accounts", 12}, {"of", 12}}));
  CHECK(totals["kept"] ==
        json({{"transactions", "totals"}, {"from", "command line"}, {"accounts", 2}, {"of", 12}}));
  whole.erase("kept");
  totals.erase("kept");
  CHECK(whole == totals);
  CHECK(json::parse(content_of(runs.totals + "/manifest.json"))["keep"] == "totals");
}

TEST_CASE("the accounts that are chosen have all that a whole run has of them") {
  const two_runs runs;
  for (const char* account : {"customer-2", "customer-5"}) {
    const std::string history = history_of(runs.whole, account);
    CHECK(history.size() > 1000);
    CHECK(history_of(runs.totals, account) == history);
    CHECK(program({"explain", runs.totals, "--account", account}).output ==
          program({"explain", runs.whole, "--account", account}).output);
  }
  CHECK(content_of(runs.totals + "/blocks.bin").size() < content_of(runs.whole + "/blocks.bin").size() / 2);
}

TEST_CASE("an account that is not kept is not shown as an empty one") {
  const two_runs runs;
  for (const char* command : {"history", "explain"}) {
    const ended seen = program({command, runs.totals, "--account", "customer-3"});
    CHECK(seen.code == 2);
    CHECK_THAT(seen.messages, Contains("`customer-3` are not kept") && Contains("2 of 12 accounts") &&
                                  Contains("--keep totals --keep-accounts customer-3"));
    CHECK(seen.output.empty());
  }
  const ended by_account = program({"history", runs.totals, "--by", "account"});
  CHECK(by_account.code == 2);
  CHECK_THAT(by_account.messages, Contains("daily"));
  CHECK(program({"history", runs.totals, "--by", "meter", "--account", "customer-2"}).code == 0);
}

TEST_CASE("every report of such a run says whose transactions it has") {
  const two_runs runs;
  const std::string note = "ransactions are kept of 2 of 12 accounts";
  CHECK_THAT(program({"report", runs.totals, "--out", "-"}).output, Contains(note));
  CHECK_THAT(program({"report", runs.totals, "--format", "markdown"}).output, Contains(note));
  CHECK_THAT(program({"report", runs.totals, "--format", "junit"}).output, Contains(note));
  CHECK(json::parse(program({"report", runs.totals, "--format", "json"}).output)["kept"]["accounts"] == 2);
  const std::string tables = runs.folder.path("tables");
  CHECK_THAT(program({"report", runs.totals, "--format", "csv", "--out", tables}).messages, Contains(note));
  CHECK_THAT(content_of(tables + "/accounts.csv"), Contains("kept\r\n"));
  CHECK_THAT(program({"export", runs.totals, "--to", "hledger"}).output, Contains(note));
  CHECK_THAT(program({"export", runs.totals, "--to", "csv"}).messages, Contains(note));
  CHECK_THAT(program({"query", runs.totals, "select 1 as one"}).messages, Contains(note));
  CHECK_THAT(program({"history", runs.totals, "--account", "customer-2"}).messages, Contains(note));
  CHECK_THAT(program({"report", runs.whole, "--out", "-"}).output, !Contains(note));
  CHECK_THAT(program({"query", runs.whole, "select 1 as one"}).messages, !Contains(note));
}

TEST_CASE("a scenario's expectations are held against accounts that are not kept, too") {
  const scratch_folder folder;
  const std::string file = scenarios + "library/friday-night.yaml";
  const ended seen = program({"run", file, "--out", folder.path("a"), "--keep", "totals", "--quiet"});
  INFO(seen.messages);
  CHECK(seen.code == 0);
  CHECK_THAT(seen.output, Contains("67 expectations held") && Contains("are kept of 0 of 1 accounts") &&
                              Contains("its transactions are not kept") && !Contains("no transactions"));

  std::string wrong = content_of(file);
  const std::string last = "balance: 3250";
  REQUIRE(wrong.find(last) != std::string::npos);
  wrong.replace(wrong.find(last), last.size(), "balance: 3251");
  const std::string there = "../catalogs/";
  while (wrong.find(there) != std::string::npos)
    wrong.replace(wrong.find(there), there.size(), scenarios + "catalogs/");
  const ended failed = program({"run", folder.write("wrong.yaml", wrong), "--root", scenarios, "--out",
                                folder.path("b"), "--keep", "totals", "--quiet"});
  CHECK(failed.code == 11);
  CHECK_THAT(failed.output, Contains("expected 3251, actual 3250") && Contains("what made it is not kept"));
}

TEST_CASE("what is asked to be kept and can't be is said before the run") {
  const scratch_folder folder;
  const std::string file = scenarios + "library/friday-night.yaml";
  CHECK_THAT(program({"run", file, "--keep", "totals"}).messages, Contains("--out DIR"));
  CHECK_THAT(program({"run", file, "--out", folder.path("a"), "--keep-accounts", "harbour-hotel"}).messages,
             Contains("add `--keep totals`"));
  const ended unknown = program(
      {"run", file, "--out", folder.path("b"), "--keep", "totals", "--keep-accounts", "harbor-hotel"});
  CHECK(unknown.code == 2);
  CHECK_THAT(unknown.messages, Contains("harbour-hotel"));
  CHECK(shell("test -e " + folder.path("b")).code != 0);
  CHECK(program({"run", file, "--out", folder.path("c"), "--keep", "some"}).code == 2);
}
