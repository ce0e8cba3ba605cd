// `drawdown list`: what the scenarios of a folder are, for people and for programs.
#include <filesystem>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/scenario_list.hpp"
#include "reports/statement/text.hpp"
#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using namespace drawdown::cli;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using nlohmann::json;

namespace {

listed_folder one_folder(const std::string& title) {
  listed_scenario good;
  good.path = "folder/deep/good.yaml";
  good.title = title;
  good.end = good.start + drawdown::duration::days(31);
  good.accounts = 1;
  good.steps = 2;
  good.expectations = 24;
  listed_scenario bad;
  bad.path = "folder/deep/faulty.yaml";
  bad.errors = 3;
  return {"folder", {good, bad}, {"folder/catalog.yaml"}, {}};
}

}  // namespace

TEST_CASE("A folder is listed with a line for each scenario, and its other files behind them") {
  CHECK(list_text({one_folder("A bakery")}, 0, false) ==
        "folder: 2 scenarios\n"
        "  scenario          length  accounts  steps  expected  title\n"
        "  deep/good.yaml       31d         1      2        24  A bakery\n"
        "  deep/faulty.yaml       -         -      -         -  does not load: 3 errors\n"
        "\n"
        "catalogs\n"
        "  folder/catalog.yaml\n");
}

TEST_CASE("No line is wider than the terminal, and titles are cut between words") {
  const std::string title = "A bakery that counts its messages, and everything else that it has ever sold";
  CHECK_THAT(list_text({one_folder(title)}, 90, false), Contains("24  A bakery that counts its …\n"));
  CHECK_THAT(list_text({one_folder(title)}, 60, false),
             Contains("24\n    A bakery that counts its messages, and everything else …\n"));
  for (const std::size_t columns : {60U, 72U, 80U, 100U, 140U}) {
    std::istringstream lines(list_text({one_folder(title)}, columns, false));
    std::string line;
    while (std::getline(lines, line)) {
      INFO(line);
      CHECK(drawdown::reports::display_width(line) <= columns);
    }
  }
}

TEST_CASE("A title can't steer the terminal") {
  CHECK_THAT(list_text({one_folder("\x1b[2J")}, 0, false), !Contains("\x1b"));
}

TEST_CASE("Scenarios are listed with what is in them, faulty ones with their errors") {
  const scratch_folder scratch;
  write_scenario(scratch, "good.yaml");
  scratch.write("faulty.yaml",
                "scenario: A\ncatalog: shop.yaml\nstart: 2026-01-01\nend: 2025-01-01\naccounts: {}\n");
  scratch.write("other.yaml", "a: b\n");
  const ended seen = program({"list", scratch.path("")});
  CHECK(seen.code == 0);
  CHECK(seen.messages.empty());
  CHECK_THAT(
      seen.output,
      Contains(": 2 scenarios\n") && Contains("does not load: ") &&
          Contains("  good.yaml       31d         1      2         1  A bakery counts its messages\n") &&
          Contains("\ncatalogs\n  " + scratch.path("shop.yaml")) &&
          Contains("\nother YAML files\n  " + scratch.path("other.yaml")));
}

TEST_CASE("The list for programs has the same in it") {
  const scratch_folder scratch;
  const std::string good = write_scenario(scratch, "good.yaml");
  const std::string faulty = scratch.write("faulty.yaml", "scenario: [");
  const ended seen = program({"list", scratch.path(""), "--format", "json"});
  CHECK(seen.code == 0);
  CHECK_THAT(seen.output, StartsWith("{\n  \"schema_version\": 1") &&
                              Contains("\"path\": \"" + good + "\"") &&
                              Contains("\"title\": \"A bakery counts its messages\"") &&
                              Contains("\"start\": \"2026-01-01T00:00:00Z\"") && Contains("\"steps\": 2") &&
                              Contains("\"path\": \"" + faulty + "\",\n      \"errors\": 1") &&
                              Contains("\"" + scratch.path("shop.yaml") + "\""));
}

TEST_CASE("As many expectations are listed as a run counts") {
  const std::string library = DRAWDOWN_SOURCE_DIR "/scenarios/library";
  const json listed = json::parse(program({"list", library, "--format", "json"}).output);
  const json runs = json::parse(program({"run", library, "--format", "json"}).output);
  REQUIRE(listed["scenarios"].size() == runs["runs"].size());
  for (std::size_t i = 0; i < listed["scenarios"].size(); ++i) {
    INFO(listed["scenarios"][i]["path"]);
    CHECK(listed["scenarios"][i]["expectations"] == runs["runs"][i]["results"]["expectations"]["items"]);
  }
}

TEST_CASE("Without a word the library is listed where there is one, else the current folder") {
  const scratch_folder scratch;
  write_scenario(scratch, "here.yaml");
  const std::string in_folder = "cd '" + scratch.path("") + "' && \"$DRAWDOWN\" list";
  CHECK_THAT(shell(in_folder).output, StartsWith(".: 1 scenario\n") && Contains("  here.yaml "));
  std::filesystem::create_directories(scratch.path("scenarios/library"));
  write_scenario(scratch, "scenarios/library/there.yaml");
  CHECK_THAT(shell(in_folder).output,
             StartsWith("scenarios/library: 1 scenario\n") && !Contains("here.yaml \n"));
}

TEST_CASE("A folder that can't be listed ends with 4") {
  CHECK(program({"list", "/no/such/folder"}).code == 4);
}
