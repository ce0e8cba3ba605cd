// The command `replay` of the built program (R2.9).
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

constexpr const char* catalog = R"(catalog: tokens
currency: USD
credit_rate: 1 USD = 100 credits
meters:
  input_token: {per: unit, price: 0.002}
  output_token: {per: unit, price: 0.01}
)";

// A copilot with 100 credits whose usage is in `usage.csv`; `more` stands at the end of the scenario.
std::string write_copilot(const scratch_folder& in, const std::string& rows, const std::string& more = "") {
  in.write("catalog.yaml", catalog);
  in.write("usage.csv", "ts,prompt,answer,id\n" + rows);
  return in.write("copilot.yaml", R"(scenario: A copilot that is billed by the token
catalog: catalog.yaml
start: 2026-01-01
end: 2026-02-01
accounts:
  acme:
    grants: [{kind: free, credits: 100}]
    agents: {copilot: {}}
usage:
  - {file: usage.csv, columns: {time: {column: ts, zone: UTC}, agent: {value: copilot}, key: id,
     quantities: {input_token: prompt, output_token: answer}}}
)" + more);
}

json replayed(std::vector<std::string> words) {
  words.insert(words.begin(), "replay");
  words.insert(words.end(), {"--format", "json", "--quiet"});
  const ended seen = program(words);
  INFO(seen.messages);
  REQUIRE(seen.code == 0);
  return json::parse(seen.output);
}

const std::string three_rows =
    "2026-01-02 10:00:00.1234567,1000,100,a\n"
    "2026-01-02 11:00:00,500,0,b\n"
    "2026-01-02 12:00:00,2000,300,c\n";

}  // namespace

TEST_CASE("a replay that is kept has the totals that a run of the same files has", "[R2.9][R13.5]") {
  const scratch_folder folder;
  const std::string file = write_copilot(folder, three_rows, R"(timeline:
  - {at: 2026-01-02T11:30:00Z, account: acme, expect: {available: 96}}
)");
  const std::string replayed_in = folder.path("replay");
  const std::string run_in = folder.path("run");
  const ended replay = program({"replay", file, "--out", replayed_in, "--quiet"});
  INFO(replay.messages);
  REQUIRE(replay.code == 0);
  const ended run = program({"run", file, "--out", run_in, "--quiet"});
  INFO(run.messages);
  REQUIRE(run.code == 0);
  for (const char* view :
       {"daily", "daily_credit", "monthly_close", "trial_balance", "balances", "account_totals"}) {
    INFO(view);
    const std::string question = std::string("select * from ") + view;
    const ended seen = program({"query", replayed_in, question, "--format", "csv"});
    CHECK(seen.code == 0);
    CHECK(seen.output == program({"query", run_in, question, "--format", "csv"}).output);
  }
  const json results = json::parse(content_of(replayed_in + "/results.json"));
  CHECK(results["kept"] ==
        json({{"transactions", "totals"}, {"from", "default"}, {"accounts", 0}, {"of", 1}}));
  CHECK(results["expectations"]["held"] == 1);
  CHECK(results["inputs"].size() == 3);
  CHECK(program({"history", replayed_in}).code == 2);

  const std::string with_acme = folder.path("with-acme");
  CHECK(program({"replay", file, "--out", with_acme, "--keep-accounts", "acme", "--quiet"}).code == 0);
  // Of the keys of rows a replay knows hashes.
  const std::string lines = "select number, at, description, credits, balance from history";
  const ended told = program({"query", with_acme, lines});
  CHECK_THAT(told.output, Contains("(8 rows)"));
  CHECK(told.output == program({"query", run_in, lines}).output);
  CHECK(program({"replay", file, "--keep-accounts", "acme"}).code == 2);
}

TEST_CASE("a replay bills each meter of each row, and both ledgers prove it", "[R2.9][R7.1]") {
  const scratch_folder folder;
  const json told = replayed({write_copilot(folder, three_rows)});
  CHECK(told["passed"] == true);
  CHECK(told["verification"] == "full");
  CHECK(told["rows"]["read"] == 3);
  CHECK(told["rows"]["debits"] == 6);
  CHECK(told["usages"] == json({{"charged", 6}, {"refused", 0}, {"answered_again", 0}, {"credits", "11"}}));
  CHECK(told["meters"]["input_token"]["credits"] == "7");
  CHECK(told["meters"]["output_token"]["credits"] == "4");
  CHECK(told["accounts"][0]["balance"] == "89");
}

TEST_CASE("a replay comes to what a run of the same files comes to", "[R14.7]") {
  const scratch_folder folder;
  const std::string file = write_copilot(folder, three_rows + "2026-01-01 09:00:00,40000,5000,d\n");
  const json told = replayed({file});
  const ended run = program({"run", file, "--format", "json"});
  INFO(run.messages);
  REQUIRE(run.code == 0);
  const json whole = json::parse(run.output);
  for (const char* what : {"balance", "held", "debt", "free", "paid"}) {
    INFO(what);
    CHECK(told["accounts"][0][what] == whole["accounts"][0][what]);
  }
  CHECK(told["accounts"][0]["events"] == whole["totals"]["events"]);
  CHECK(told["rows"]["out_of_order"] == 1);
}

TEST_CASE("a replay is the same on any threads and with any rows at a time, but for its measurement",
          "[R14.7]") {
  const scratch_folder folder;
  std::string rows;
  for (int i = 0; i < 500; ++i)
    rows +=
        fmt::format("2026-01-{:02}T10:{:02}:00Z,{},{},k{}\n", 2 + i / 60, i % 60, i % 50, i % 50 % 7, i % 50);
  const std::string file = write_copilot(folder, rows);
  json first = replayed({file, "--threads", "1", "--rows-at-a-time", "1"});
  first.erase("measurement");
  CHECK(first["usages"]["answered_again"] > 0);
  for (const char* at_a_time : {"7", "100000"}) {
    json again = replayed({file, "--threads", "2", "--rows-at-a-time", at_a_time});
    again.erase("measurement");
    CHECK(again == first);
  }
}

TEST_CASE("a replay tells refusals by their reason, and when the first came", "[R4.7]") {
  const scratch_folder folder;
  const json told = replayed({write_copilot(folder, three_rows + "2026-01-03 10:00:00,50000,1,d\n")});
  CHECK(told["refusals"] == json({{"insufficient_credit", 1}}));
  CHECK(told["accounts"][0]["first_refused"] == "2026-01-03T10:00:00Z");
}

TEST_CASE("figures that are expected of a replay are held against it", "[expectations]") {
  const scratch_folder folder;
  const std::string expected =
      "timeline:\n"
      "  - {at: 2026-01-02T11:30:00Z, account: acme, expect: {available: 96}}\n"
      "expect: {accounts: {acme: {available: 90}}}\n";
  const ended seen = program({"replay", write_copilot(folder, three_rows, expected), "--quiet"});
  CHECK(seen.code == 11);
  CHECK_THAT(seen.output, Contains("1 of 2 expectations held"));
  CHECK_THAT(seen.output, Contains("`available` is 89, not 90"));
  CHECK_THAT(seen.output, Contains("copilot.yaml:14:"));
}

TEST_CASE("what only a history can answer is refused before a replay begins", "[expectations]") {
  const scratch_folder folder;
  const std::string expected =
      "timeline:\n  - {at: 2026-01-02T11:30:00Z, account: acme, expect: {last: {outcome: charged}}}\n";
  const ended seen = program({"replay", write_copilot(folder, three_rows, expected), "--quiet"});
  CHECK(seen.code == 2);
  CHECK(seen.output.empty());
  CHECK_THAT(seen.messages, Contains("copilot.yaml:13:") && Contains("drawdown run"));
}

TEST_CASE("a row that can't be read ends a replay, is left out, or is put aside", "[R2.9]") {
  const scratch_folder folder;
  const std::string file = write_copilot(folder, three_rows + "2026-01-04 10:00:00,many,1,e\n");
  const ended failed = program({"replay", file, "--quiet"});
  CHECK(failed.code == 3);
  CHECK(failed.output.empty());
  CHECK_THAT(failed.messages, Contains("usage.csv:5:") && Contains("many") && Contains("--bad-rows skip"));
  // It is told once.
  CHECK(failed.messages.find("usage.csv:5:") == failed.messages.rfind("usage.csv:5:"));

  const json skipped = replayed({file, "--bad-rows", "skip"});
  CHECK(skipped["rows"]["left_out"] == 1);
  CHECK(skipped["usages"]["credits"] == "11");

  const json aside = replayed({file, "--bad-rows", "quarantine:" + folder.path("bad.csv")});
  CHECK(aside["rows"]["left_out"] == 1);
  CHECK(content_of(folder.path("bad.csv")) == "ts,prompt,answer,id\n2026-01-04 10:00:00,many,1,e\n");
  CHECK_THAT(content_of(folder.path("bad.csv.reasons")),
             Contains("usage.csv:5:21") && Contains("not a number"));
}

TEST_CASE("a replay asks for usage files and for one scenario") {
  const scratch_folder folder;
  const ended none = program({"replay", write_scenario(folder, "plain.yaml")});
  CHECK(none.code == 2);
  CHECK_THAT(none.messages, Contains("drawdown run"));
  const ended two = program({"replay", "a.yaml", "b.yaml"});
  CHECK(two.code == 2);
  const ended odd = program({"replay", "a.yaml", "--bad-rows", "quarantine:"});
  CHECK(odd.code == 2);
  CHECK_THAT(odd.messages, Contains("quarantine:FILE"));
}

TEST_CASE("a replay is refused where its rows may need a setting that nobody says, until it is assumed",
          "[R15.2][R2.9]") {
  const scratch_folder folder;
  const std::string file = write_copilot(folder, three_rows);
  const ended refused = program({"replay", file, "--rules", "stigg"});
  CHECK(refused.code == 3);
  CHECK_THAT(refused.messages,
             Contains("E056") && Contains("`when_short`") && Contains("--assume when_short="));
  const json told = replayed({file, "--rules", "stigg", "--assume", "default", "--assume", "when_short=cap"});
  CHECK(told["rule_book"] == "stigg");
  CHECK(told["assumed"]["when_short"] == "cap");
  CHECK(told["assumed"].contains("requires_positive_balance"));
  CHECK(told["accounts"][0]["balance"] == "89");
  CHECK(replayed({file})["assumed"] == json::object());
  const ended text = program({"replay", file, "--rules", "stigg", "--assume", "default", "--quiet"});
  CHECK_THAT(text.output, Contains("  assumed   ") && Contains("when_short=refuse"));
}

TEST_CASE("bad rows are written over nothing that is read", "[R2.9]") {
  const scratch_folder folder;
  const std::string file = write_copilot(folder, "x,y\n");
  const std::string scenario = content_of(file);
  for (const char* name : {"copilot.yaml", "catalog.yaml", "usage.csv"}) {
    INFO(name);
    const ended seen = program({"replay", file, "--bad-rows", "quarantine:" + folder.path(name)});
    CHECK(seen.code == 3);
    CHECK_THAT(seen.messages, Contains("bad rows would be written over it"));
  }
  CHECK(content_of(file) == scenario);
}

TEST_CASE("a table that is packed, or has other separators, is told so", "[R2.9]") {
  const scratch_folder folder;
  const std::string file = write_copilot(folder, "");
  const auto told = [&](const std::string& bytes) {
    folder.write("usage.csv", bytes);
    const ended seen = program({"replay", file});
    CHECK(seen.code == 3);
    return seen.messages;
  };
  CHECK_THAT(told("\x1f\x8b\x08_"), Contains("looks like gzip") && Contains("`.gz`"));
  CHECK_THAT(told("\x28\xb5\x2f\xfd_"), Contains("looks like Zstandard") && Contains("`.zst`"));
  CHECK_THAT(told(std::string("t\0s\0,\0", 6)), Contains("looks like UTF-16"));
  CHECK_THAT(told("ts;prompt;answer;id\n"), Contains("separated by commas, not by `;`"));
  CHECK_THAT(told("ts\tprompt\tanswer\tid\n"), Contains("separated by commas, not by tabs"));
  CHECK_THAT(told("ts,prompt,answer,id\nx\n"), Contains("the row has 1 field, and the table 4 columns"));
}
