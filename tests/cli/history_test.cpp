// `drawdown history` and `drawdown explain` of a run that was kept.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("The history of a run is paged newest first, and names the call for the older page", "[R12.2]") {
  const kept_bakery run;
  const ended first = run.ask("history", {"--account", "bakery", "--size", "1"});
  CHECK(first.code == 0);
  CHECK_THAT(first.output, StartsWith("bakery  UTC  page 1 of 2, 2 entries, newest first\n") &&
                               Contains("helper used message 3") && Contains("  usage  step-1\n") &&
                               !Contains("free credit granted"));
  const std::string call = "drawdown history " + run.folder() + " --account bakery --size 1 --page 2";
  CHECK_THAT(first.output, Contains("older: " + call + "\n"));
  const ended older = run.ask("history", {"--account", "bakery", "--size", "1", "--page", "2"});
  CHECK_THAT(older.output, Contains("free credit granted") && !Contains("older:"));
  CHECK(run.ask("history", {"--size", "1", "--page", "2"}).output == older.output);
}

TEST_CASE("The history is totalled by agent, and printed as JSON and CSV", "[R5.5]") {
  const kept_bakery run;
  CHECK_THAT(run.ask("history", {"--by", "agent"}).output,
             Contains("helper       1       30  100.0%        0\n"));
  CHECK_THAT(run.ask("history", {"--format", "json"}).output, StartsWith("{\n  \"account\": \"bakery\","));
  CHECK_THAT(run.ask("history", {"--format", "csv", "--kind", "usage"}).output,
             StartsWith("event,at,entry,") && Contains("\r\n2,2026-01-10T12:00:00Z,usage,charged,"));
}

TEST_CASE("Usage is totalled by account over all of them, and by meter of one", "[R5.5][R11.1]") {
  const kept_bakery run;
  CHECK_THAT(run.ask("history", {"--by", "account"}).output,
             StartsWith("all accounts  usage by account\n") &&
                 Contains("bakery        1       30  100.0%        0\n"));
  CHECK_THAT(run.ask("history", {"--by", "organization"}).output, Contains("(none)"));
  CHECK_THAT(run.ask("history", {"--by", "organization", "--format", "json"}).output,
             StartsWith("{\n  \"account\": null,\n  \"by\": \"organization\","));
  CHECK_THAT(run.ask("history", {"--by", "account", "--account", "bakery"}).output,
             StartsWith("bakery  UTC  usage by account\n"));
  CHECK_THAT(run.ask("history", {"--by", "meter", "--format", "csv"}).output,
             Contains("\r\nmessage,1,30,0,100.0%,0\r\n"));
}

TEST_CASE("The history leaves only what is attributed to a name, also on the older page", "[R5.5][R12.2]") {
  const kept_bakery run;
  const ended found = run.ask("history", {"--meter", "message"});
  CHECK_THAT(found.output, Contains("page 1 of 1, 1 entry") && Contains("helper used message 3"));
  CHECK_THAT(run.ask("history", {"--meter", "message", "--kind", "expiry"}).output,
             Contains("no such entries"));
}

TEST_CASE("A figure of a run is explained to its last credit", "[R12.2]") {
  const kept_bakery run;
  const ended at_end = run.ask("explain", {"--account", "bakery"});
  CHECK(at_end.code == 0);
  CHECK_THAT(at_end.output,
             Contains("\nLot 1, key grant-1, free, 100 granted on 2026-01-01 00:00:00") &&
                 Contains("70 left = 100 granted + 0 refilled - 30 used - 0 expired - 0 revoked\n") &&
                 Contains("\nbalance 70 = lot 1: 70\n"));
  CHECK_THAT(run.ask("explain", {"--at", "2026-01-10"}).output, Contains("\nbalance 100 = lot 1: 100\n"));
  CHECK_THAT(run.ask("explain", {"--kind", "plan"}).output, Contains("\nplan credit 0\n"));
  CHECK_THAT(run.ask("explain", {"--format", "json"}).output, Contains("\"adds_up\": true"));
}

TEST_CASE("A misspelt name is answered with the nearest one, and ends with 2") {
  const kept_bakery run;
  const auto complaint = [&](const std::string& command, std::vector<std::string> words) {
    const ended seen = run.ask(command, std::move(words));
    CHECK(seen.code == 2);
    CHECK(seen.output.empty());
    return seen.messages;
  };
  CHECK_THAT(complaint("history", {"--account", "bakary"}), Contains("did you mean `bakery`?"));
  CHECK_THAT(complaint("explain", {"--account", "bakary"}), Contains("did you mean `bakery`?"));
  CHECK_THAT(complaint("history", {"--agent", "helpr"}), Contains("did you mean `helper`?"));
  CHECK_THAT(complaint("history", {"--kind", "usag"}), Contains("did you mean `usage`?"));
  CHECK_THAT(complaint("explain", {"--kind", "plans"}), Contains("did you mean `plan`?"));
  CHECK_THAT(complaint("history", {"--page", "2"}), Contains("--page 2: the last page is 1"));
  CHECK_THAT(complaint("history", {"--by", "agent", "--kind", "usage"}), Contains("`--by` totals all usage"));
  CHECK_THAT(complaint("history", {"--meter", "mesage"}), Contains("did you mean `message`?"));
  CHECK_THAT(complaint("history", {"--user", "ana"}), Contains("the run has no users"));
  CHECK_THAT(complaint("history", {"--by", "user", "--meter", "message"}),
             Contains("`--by` totals all usage"));
  CHECK_THAT(complaint("history", {"--by", "account", "--agent", "helper"}),
             Contains("name that with `--account`"));
  CHECK_THAT(complaint("explain", {"--at", "soon"}), Contains("--at: "));
  CHECK_THAT(complaint("explain", {"--at", "2026-01-10T10:00:14"}),
             Contains("`2026-01-10T10:00:14` has no offset: write `2026-01-10T10:00:14Z` for UTC"));
  CHECK_THAT(complaint("explain", {"--at", "2025-12-31"}),
             Contains("before the start of the run, 2026-01-01T00:00:00Z"));
  CHECK_THAT(complaint("explain", {"--at", "2026-03-01"}),
             Contains("beyond the end of the run, 2026-02-01T00:00:00Z"));
}

TEST_CASE("What is no run is not taken for one, and ends with 4") {
  const scratch_folder scratch;
  const ended missing = program({"history", scratch.path("nowhere")});
  CHECK(missing.code == 4);
  CHECK_THAT(missing.messages, Contains("there is no folder"));
  const ended empty = program({"explain", scratch.path(""), "--account", "bakery"});
  CHECK(empty.code == 4);
  CHECK_THAT(empty.messages, Contains("there is no `run.sqlite` in it"));
  scratch.write("run.sqlite", "this is no database, however long it may be");
  CHECK(program({"history", scratch.path("")}).code == 4);
  const ended scenario = program({"explain", write_scenario(scratch, "good.yaml")});
  CHECK(scenario.code == 4);
  CHECK_THAT(scenario.messages, Contains("is not a run store; name a folder that `drawdown run FILE --out"));
  CHECK(program({"history"}).code == 2);
}

TEST_CASE("A folder that holds runs in folders of their own names them") {
  const kept_bakery run;
  const ended seen = program({"history", run.scratch().path("")});
  CHECK(seen.code == 4);
  CHECK_THAT(seen.messages, Contains("there are runs in `" + run.folder() + "`"));
}
