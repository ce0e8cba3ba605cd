// The command `compare-rules`, and --rules and --assume of other commands, of the built program (R15).
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using nlohmann::json;

namespace {

const std::string equal_expiry = DRAWDOWN_SOURCE_DIR "/scenarios/library/lots-of-equal-expiry.yaml";

json compared(const std::vector<std::string>& more) {
  std::vector<std::string> words = {"compare-rules", "--format", "json"};
  words.insert(words.end(), more.begin(), more.end());
  const ended seen = program(words);
  INFO(seen.messages);
  REQUIRE(seen.code == 0);
  return json::parse(seen.output);
}

// What is used of each lot at the end, as the first book and the others have it.
std::map<std::string, std::string> used_under(const json& book) {
  std::map<std::string, std::string> used = {{"dear", "100"}, {"cheap", "50"}, {"gift", "0"}};
  for (const json& lot : book["accounts"][0]["lots"]) used[lot["lot"]] = lot["end_here"]["used"];
  return used;
}

}  // namespace

TEST_CASE("Three lots of equal expiry and different cost are used in three ways, each as its source has it",
          "[R15.3]") {
  const json all = compared({equal_expiry, "--rules", "openmeter,lago,stigg,orb,orb-article,metronome"});
  using used = std::map<std::string, std::string>;
  std::map<std::string, used> by_book;
  for (const json& book : all["books"]) by_book[book["rules"]] = used_under(book);
  CHECK(all["first_rules"] == "openmeter");
  // What was granted first; what was granted free, then what was bought first; the cheapest; the dearest.
  const used oldest = {{"dear", "100"}, {"cheap", "50"}, {"gift", "0"}};
  const used granted = {{"dear", "50"}, {"cheap", "0"}, {"gift", "100"}};
  const used cheapest = {{"dear", "0"}, {"cheap", "50"}, {"gift", "100"}};
  CHECK(by_book["openmeter"] == oldest);
  CHECK(by_book["lago"] == granted);
  CHECK(by_book["stigg"] == granted);
  CHECK(by_book["metronome"] == granted);
  CHECK(by_book["orb"] == cheapest);
  CHECK(by_book["orb-article"] == oldest);
}

TEST_CASE("Where lots part is told from the first instant, with what it is worth", "[R15.3]") {
  const json lago = compared({equal_expiry, "--rules", "openmeter,lago"})["books"][1];
  CHECK(lago["parts"] == true);
  const json account = lago["accounts"][0];
  CHECK(account["from"] == "2026-01-15T09:00:00Z");
  CHECK(account["steps"].empty());
  CHECK(account["end"]["expired"] == "150");
  CHECK(account["more_than_first"]["expired"] == "0");
  const json dear = account["lots"][0];
  CHECK(dear["lot"] == "dear");
  CHECK(dear["left_first"] == "40");
  CHECK(dear["left_here"] == "100");
  CHECK(dear["used_more"] == "-50");
  CHECK(dear["worth"] == "-5.00");  // at 1 USD = 10 credits
  CHECK(dear["paid"] == "-10.00");  // half of 20 USD
}

TEST_CASE("Steps part where one book refuses what another owes or forgives", "[R15.3]") {
  const scratch_folder scratch;
  const std::string file =
      scratch.write("short.yaml",
                    "scenario: Short of credit\n"
                    "catalog:\n  catalog: desk\n  currency: EUR\n"
                    "  credit_rate: 1 EUR = 50 credits\n"
                    "  meters: {message: {per: unit, price: 1, "
                    "requires_positive_balance: false}}\n"
                    "start: 2026-01-01\nend: 2026-02-01\n"
                    "accounts: {acme: {grants: [{kind: free, credits: 30}]}}\n"
                    "timeline:\n"
                    "  - {at: +1h, account: acme, use: message, quantity: 50, key: m}\n");
  const json all = compared({file, "--rules", "default,orb,autumn", "--assume", "overdraft=unlimited",
                             "--assume", "preserve_overage=yes"});
  const json owed = all["books"][1]["accounts"][0];
  CHECK(owed["steps"][0]["first"] == "insufficient_credit");
  CHECK(owed["steps"][0]["here"] == "charged 50, 20 owed");
  CHECK(owed["end"]["debt"] == "20");
  CHECK(owed["worth"] == "-1.00");  // 30 credits less and 20 owed, at 1 EUR = 50 credits
  CHECK(all["books"][1]["assumed"].size() == 2);
  CHECK(all["books"][2]["accounts"][0]["steps"][0]["here"] == "charged 50, 20 forgiven");

  const ended text = program({"compare-rules", file, "--rules", "default,autumn"});
  CHECK_THAT(text.output, Contains("use m") && Contains("insufficient_credit") && Contains("20 forgiven"));
}

TEST_CASE("A book whose settings contradict those of the scenario does not run, and the others do",
          "[R15.3][R4.3]") {
  const scratch_folder scratch;
  const std::string file =
      scratch.write("short-window.yaml",
                    "scenario: Keys for an hour\n"
                    "catalog: {catalog: desk, currency: EUR, credit_rate: 1 EUR = 50 credits, meters: "
                    "{message: {per: unit, price: 1, requires_positive_balance: false}}}\n"
                    "rules: lago\nsettings: {key_window: 1h}\n"
                    "start: 2026-01-01\nend: 2026-02-01\n"
                    "accounts: {acme: {grants: [{kind: free, credits: 30}]}}\n"
                    "timeline: [{at: +1h, account: acme, use: message, quantity: 5, key: m}]\n");
  const json all = compared({file, "--rules", "lago,default,orb"});
  CHECK(all["books"][0]["ran"] == true);
  CHECK(all["books"][1]["ran"] == false);
  CHECK(all["books"][1]["lacking"][0] ==
        "`late_usage_grace: 1d` needs a `key_window` of 1d or more, and it is 1h");
  CHECK(all["books"][2]["ran"] == true);
}

TEST_CASE("A book that invoices does not run where the catalog has no price for that, and the others do",
          "[R15.3][R4.13]") {
  const scratch_folder scratch;
  const std::string file =
      scratch.write("unpriced.yaml",
                    "scenario: Short of credit\n"
                    "catalog: {catalog: desk, currency: EUR, credit_rate: 1 EUR = 50 credits, meters: "
                    "{message: {per: unit, price: 1, requires_positive_balance: false}}}\n"
                    "start: 2026-01-01\nend: 2026-02-01\n"
                    "accounts: {acme: {grants: [{kind: free, credits: 30}]}}\n"
                    "timeline: [{at: +1h, account: acme, use: message, quantity: 50, key: m}]\n");
  const std::vector<std::string> words = {file, "--rules", "default,lago,autumn", "--assume",
                                          "rounding_charged=up"};
  const json all = compared(words);
  CHECK(all["books"][0]["lacking"].empty());
  CHECK(all["books"][1]["ran"] == false);
  CHECK(all["books"][1]["lacking"][0] == "`when_short: invoice` needs `overage_price` in the catalog");
  CHECK(all["books"][2]["ran"] == true);

  const ended text =
      program({"compare-rules", file, "--rules=lago,default", "--assume", "rounding_charged=up"});
  CHECK(text.code == 3);
  CHECK(text.messages.empty());
  CHECK_THAT(text.output, Contains("lago did not run: `when_short: invoice` needs `overage_price`"));
  CHECK_THAT(program({"compare-rules", file, "--rules=lago,default", "--assume", "rounding_charged=up",
                      "--format=csv"})
                 .output,
             Contains("lacking,lago,default,,`when_short: invoice` needs `overage_price` in the catalog,"));
}

TEST_CASE("The text keeps within 100 columns, and CSV has a row for each figure and parting", "[R15.3]") {
  const std::string books = "openmeter,lago,stigg,orb,orb-article,metronome,stripe,flexprice,default";
  const ended text = program({"compare-rules", equal_expiry, "--rules", books});
  CHECK(text.code == 0);
  CHECK(text.messages.empty());
  CHECK_THAT(text.output, Contains("stripe did not run: its documents leave `burn_down` unknown"));
  std::size_t column = 0, widest = 0;
  for (const char letter : text.output) widest = std::max(widest, column = letter == '\n' ? 0 : column + 1);
  CHECK(widest <= 100);

  const std::string csv = program({"compare-rules", equal_expiry, "--rules", books, "--format=csv"}).output;
  CHECK_THAT(csv, StartsWith("row,rules,first_rules,account,name,kind,from,first,here,more,worth,paid\r\n"));
  CHECK_THAT(csv, Contains("unknown,flexprice,openmeter,,burn_down,,,,,,,\r\n"));
  CHECK_THAT(csv, Contains("figure,lago,openmeter,studio,expired,,2026-01-15T09:00:00Z,150,150,0,,\r\n"));
  CHECK_THAT(
      csv, Contains("lot,lago,openmeter,studio,dear,paid,2026-01-15T09:00:00Z,40,100,-50,-5.00,-10.00\r\n"));
}

TEST_CASE("Nothing that compare-rules prints depends on threads", "[R14.7][R15.3]") {
  const auto on = [](const std::string& threads) {
    return program({"compare-rules", equal_expiry, "--rules=orb,lago", "--threads", threads}).output;
  };
  CHECK(on("1") == on("4"));
}

TEST_CASE("compare-rules ends with 3 where fewer than two books ran, and with 2 where words are wrong") {
  const ended few = program({"compare-rules", equal_expiry, "--rules", "lago,stripe"});
  CHECK(few.code == 3);
  CHECK_THAT(few.output, Contains("stripe did not run"));
  CHECK(program({"compare-rules", equal_expiry}).code == 2);
  CHECK(program({"compare-rules", equal_expiry, "--rules", "lago"}).code == 2);
  CHECK(program({"compare-rules", equal_expiry, "--rules", "lago,lago"}).code == 2);
  const ended wrong = program({"compare-rules", equal_expiry, "--rules", "lago,orbb"});
  CHECK(wrong.code == 2);
  CHECK_THAT(wrong.messages, Contains("did you mean `orb`?"));
  CHECK(program({"compare-rules", equal_expiry, "--rules=lago,orb", "--assume", "burn_down=kind"}).code == 2);
  CHECK(program({"compare-rules", "none.yaml", "--rules", "lago,orb"}).code == 4);
}

TEST_CASE("An assumption runs a book that leaves something open, and only there", "[R15.2][R15.3]") {
  const json all = compared({equal_expiry, "--rules", "openmeter,flexprice", "--assume", "burn_down=kind"});
  CHECK(all["books"][0]["assumed"].empty());
  CHECK(all["books"][1]["assumed"][0] == "burn_down=kind");
  CHECK(used_under(all["books"][1])["gift"] == "100");
}

TEST_CASE("All that a book leaves open may be assumed to be as the default book has it", "[R15.2][R15.3]") {
  const json all = compared({equal_expiry, "--rules", "default,flexprice", "--assume", "default"});
  CHECK(all["books"][0]["assumed"].empty());
  CHECK(all["books"][1]["ran"] == true);
  CHECK(std::ranges::find(all["books"][1]["assumed"], "burn_down=priority, expires, effective, lot_id") !=
        all["books"][1]["assumed"].end());
}

TEST_CASE("run and check take another rule-book, and the manifest tells of it", "[R15.2]") {
  const scratch_folder scratch;
  const std::string file = write_scenario(scratch, "good.yaml");
  CHECK(program({"check", file, "--rules", "lago"}).code == 0);
  const ended seen = program(
      {"run", file, "--rules", "lago", "--assume", "hold_ttl=1d", "--out", scratch.path("kept"), "--quiet"});
  CHECK(seen.code == 0);
  const json manifest = json::parse(content_of(scratch.path("kept/manifest.json")));
  CHECK(manifest["rule_book"] == "lago");
  CHECK(manifest["settings"]["burn_down"] == "priority, kind, created");
  CHECK(manifest["settings_from"]["burn_down"] == "book");
  CHECK(manifest["settings"]["hold_ttl"] == "1d");
  CHECK(manifest["settings_from"]["hold_ttl"] == "assumed");
  CHECK(manifest["settings"]["wake"] == "unknown");
  CHECK(manifest["settings_from"]["wake"] == "unknown");
}

TEST_CASE("What the rule-book says is not to be assumed otherwise", "[R15.2]") {
  const scratch_folder scratch;
  const std::string file = write_scenario(scratch, "good.yaml");
  const ended seen = program({"run", file, "--rules", "lago", "--assume", "trigger=below"});
  CHECK(seen.code == 2);
  CHECK_THAT(seen.messages, Contains("the rule-book `lago` says `at_or_below`"));
  CHECK(program({"check", file, "--assume", "trigger=below"}).code == 2);
  CHECK(program({"run", file, "--assume", "trigger"}).code == 2);
  CHECK(program({"run", file, "--assume", "trigger=under"}).code == 2);
  CHECK(program({"run", file, "--rules", "laago"}).code == 2);
  CHECK(program({"run", file, "--rules=lago", "--assume=wake=no", "--assume=wake=yes"}).code == 2);
}

TEST_CASE("expand keeps the rule-book, and what it leaves unknown", "[R15.2]") {
  const std::string whole = program({"expand", equal_expiry}).output;
  CHECK_THAT(whole, Contains("rules: openmeter\n") && !Contains("hold_ttl"));
  const scratch_folder scratch;
  CHECK(program({"expand", scratch.write("whole.yaml", whole)}).output == whole);
}

TEST_CASE("Where no book ran, each still says what it lacks") {
  const ended text = program({"compare-rules", equal_expiry, "--rules", "stripe,flexprice"});
  CHECK(text.code == 3);
  CHECK_THAT(text.output, Contains("stripe did not run") && Contains("flexprice did not run"));
  CHECK_THAT(text.output, !Contains("1970"));
  const ended seen = program({"compare-rules", equal_expiry, "--rules=stripe,flexprice", "--format=json"});
  const json all = json::parse(seen.output);
  CHECK(all["first_rules"].is_null());
  CHECK(all["books"][1]["unknown"][0] == "burn_down");
}
