// The command `simulate` of the built program (docs/populations.md).
#include <cstdlib>
#include <fstream>
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

const std::string scenarios = std::string(DRAWDOWN_SOURCE_DIR) + "/scenarios/";
const std::string small_businesses = scenarios + "populations/small-businesses.yaml";
const std::string catalog = scenarios + "catalogs/voice-agents-monthly.yaml";

// Small businesses, so many of them.
std::string write_businesses(const scratch_folder& in, int accounts, const std::string& more = "") {
  std::string text = content_of(small_businesses);
  const std::string whole = "accounts: 5000";
  text.replace(text.find(whole), whole.size(), fmt::format("accounts: {}", accounts));
  return in.write("businesses.yaml", text + more);
}

std::vector<std::string> simulating(const std::string& file, int months, std::vector<std::string> more = {}) {
  std::vector<std::string> words = {
      "simulate", file, "--catalog", catalog, "--months", std::to_string(months), "--quiet"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

json simulated(const std::string& file, int months, std::vector<std::string> more = {}) {
  more.insert(more.end(), {"--format", "json"});
  const ended seen = program(simulating(file, months, more));
  INFO(seen.messages);
  REQUIRE(seen.code == 0);
  json made = json::parse(seen.output);
  made.erase("measurement");
  return made;
}

}  // namespace

TEST_CASE("five hundred small businesses come to the same on any number of threads, for good", "[R14.7]") {
  const scratch_folder folder;
  const std::string file = write_businesses(folder, 500);
  const ended first = program(simulating(file, 3, {"--threads", "1"}));
  INFO(first.messages);
  REQUIRE(first.code == 0);
  for (const char* threads : {"2", "4"})
    CHECK(program(simulating(file, 3, {"--threads", threads})).output == first.output);
  const std::string golden = std::string(DRAWDOWN_SOURCE_DIR) + "/tests/cli/golden/small-businesses.txt";
  if (std::getenv("DRAWDOWN_BLESS") != nullptr) std::ofstream(golden, std::ios::binary) << first.output;
  CHECK(first.output == content_of(golden));
}

TEST_CASE("months add up, and the JSON says what the text does") {
  const scratch_folder folder;
  const json made = simulated(write_businesses(folder, 60), 3);
  REQUIRE(made["months"].size() == 3);
  std::uint64_t charged = 0;
  std::uint64_t events = 0;
  std::int64_t joined = 0;
  std::int64_t left = 0;
  for (const json& month : made["months"]) {
    charged += month["usages"]["charged"].get<std::uint64_t>();
    events += month["events"].get<std::uint64_t>();
    joined += month["joined"].get<std::int64_t>();
    left += month["left"].get<std::int64_t>();
    CHECK(month["customers"] == joined - left);
  }
  CHECK(made["all"]["usages"]["charged"] == charged);
  CHECK(made["all"]["events"] == events);
  CHECK(made["passed"] == true);
  CHECK(made["months"][0]["from"] == "2026-01-01T00:00:00Z");
  CHECK(made["end"] == "2026-03-31T23:59:59.999999Z");
  CHECK(charged > 0);
  CHECK(left > 0);
}

TEST_CASE("another seed has other customers") {
  const scratch_folder folder;
  const std::string file = write_businesses(folder, 30);
  CHECK(simulated(file, 1)["all"] == simulated(file, 1)["all"]);
  CHECK(simulated(file, 1)["all"] != simulated(file, 1, {"--seed", "8"})["all"]);
}

TEST_CASE("accounts that recharge and cards that fail are counted") {
  const scratch_folder folder;
  const json made =
      simulated(write_businesses(folder, 60,
                                 "auto_recharge: {share: 50%, terms: {threshold: 100, amount: 20 EUR}}\n"
                                 "card_failures: {rate: 10%}\n"),
                1);
  CHECK(made["all"]["recharges"]["count"] > 100);
  CHECK(made["all"]["declined"] > 10);
  const std::int64_t count = made["all"]["recharges"]["count"];
  CHECK(made["all"]["recharges"]["money"] == fmt::format("{}.00 EUR", count * 20));
}

TEST_CASE("a run that is kept is one like any other") {
  const scratch_folder folder;
  const std::string file = write_businesses(folder, 20);
  const std::string kept = folder.path("kept");
  const json made = simulated(file, 1, {"--out", kept});
  const ended results = shell("cat " + kept + "/results.json");
  REQUIRE(results.code == 0);
  CHECK(json::parse(results.output)["scenario"] == "small-businesses");
  const ended history = program({"history", kept, "--account", "customer-1"});
  INFO(history.messages);
  CHECK(history.code == 0);
  CHECK_THAT(history.output, Contains("customer-1"));
}

TEST_CASE("customers written as a scenario run to the same figures") {
  const scratch_folder folder;
  const std::string file = write_businesses(folder, 10);
  const std::string written = folder.path("written.yaml");
  REQUIRE(program(simulating(file, 1, {"--write-scenario", written})).code == 0);
  const ended run = program({"run", written, "--quiet", "--format", "json"});
  INFO(run.messages);
  REQUIRE(run.code == 0);
  const json made = simulated(file, 1, {"--out", folder.path("kept")});
  const json kept = json::parse(content_of(folder.path("kept") + "/results.json"));
  const json scenario = json::parse(run.output);
  CHECK(scenario["accounts"] == kept["accounts"]);
}

TEST_CASE("customers who do too much for a timeline are not written") {
  const scratch_folder folder;
  const ended seen = program(
      simulating(write_businesses(folder, 300), 2, {"--write-scenario", folder.path("written.yaml")}));
  CHECK(seen.code == 2);
  CHECK_THAT(seen.messages, Contains("at most 50000 steps"));
}

TEST_CASE("what is missing or too much on the command line is said") {
  const scratch_folder folder;
  const std::string file = write_businesses(folder, 5);
  CHECK_THAT(program({"simulate", file, "--months", "1"}).messages, Contains("--catalog FILE"));
  CHECK_THAT(program({"simulate", file, "--catalog", catalog}).messages, Contains("--months 12"));
  CHECK(program({"simulate", file, "--catalog", catalog, "--months", "121"}).code == 2);
  CHECK(program({"simulate", file, file, "--catalog", catalog, "--months", "1"}).code == 2);
  CHECK(program(simulating(file, 1, {"--out", "a", "--write-scenario", "b"})).code == 2);
  CHECK(program(simulating(folder.path("nowhere.yaml"), 1)).code == 4);
  CHECK(program(simulating(folder.write("bad.yaml", "population: x\n"), 1)).code == 3);
}

TEST_CASE("a rule-book that leaves something unknown asks for it") {
  const scratch_folder folder;
  const std::string file = write_businesses(folder, 5);
  const ended seen = program(simulating(file, 1, {"--rules", "stigg"}));
  CHECK(seen.code == 3);
  CHECK_THAT(seen.messages, Contains("--assume"));
  CHECK(program(simulating(file, 1, {"--rules", "stigg", "--assume", "default"})).code == 0);
}

TEST_CASE("a run that is too large to be kept is refused before it begins") {
  const scratch_folder folder;
  const std::string file = folder.write("busy.yaml", R"(population: busy
start: 2026-01-01
accounts: 20
mix: [{share: 100%, plan: starter, behaviour: busy}]
behaviours: {busy: {usage: {message: {per_day: 10_000, quantity: 1}}}}
)");
  const ended seen = program(simulating(file, 1, {"--out", folder.path("kept")}));
  CHECK(seen.code == 2);
  CHECK_THAT(seen.messages, Contains("--keep totals") && Contains("--keep-accounts"));
}
