// `drawdown run` on several files, or on folders.
#include <filesystem>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using nlohmann::json;

namespace {

const std::string library = DRAWDOWN_SOURCE_DIR "/scenarios/library";

// results.json without what may differ from run to run.
json lasting(json results) {
  results.erase("measurement");
  return results;
}

}  // namespace

TEST_CASE("Of several files each is run, and the gravest code is the program's") {
  const scratch_folder scratch;
  const std::string good = write_scenario(scratch, "good.yaml");
  const std::string wrong = write_scenario(scratch, "wrong.yaml", "71");
  const std::string missing = scratch.path("missing.yaml");
  const std::string faulty = scratch.write("faulty.yaml", "scenario: A\n");
  const ended seen = program({"run", missing, wrong, faulty, good, "--out", scratch.path("runs")});
  CHECK(seen.code == 11);
  CHECK_THAT(seen.messages, Contains("unusable file       " + missing) &&
                                Contains("expectation failed  " + wrong) &&
                                Contains("faulty              " + faulty) &&
                                Contains("ok                  " + good) && Contains("faulty.yaml:1:1") &&
                                Contains("\n4 scenarios in ") && Contains("; the slowest is "));
  CHECK_THAT(content_of(scratch.path("runs/good/results.json")), Contains("\"exit_code\": 0"));
  CHECK_THAT(content_of(scratch.path("runs/wrong/results.json")), Contains("\"exit_code\": 11"));
  CHECK_FALSE(std::filesystem::exists(scratch.path("runs/faulty")));
}

TEST_CASE("Runs of files with one name are kept apart, and one that is named twice is refused") {
  const scratch_folder scratch;
  const std::string good = write_scenario(scratch, "good.yaml");
  for (const char* folder : {"a", "b"}) {
    std::filesystem::create_directory(scratch.path(folder));
    for (const char* file : {"shop.yaml", "good.yaml"})
      std::filesystem::copy(scratch.path(file), scratch.path(folder));
  }
  CHECK(program({"run", scratch.path("a"), scratch.path("b"), "--out", scratch.path("runs")}).code == 0);
  CHECK(std::filesystem::exists(scratch.path("runs/a-good/results.json")));
  CHECK(std::filesystem::exists(scratch.path("runs/b-good/results.json")));
  const ended twice = program({"run", good, good, "--out", scratch.path("twice")});
  CHECK(twice.code == 2);
  CHECK_THAT(twice.messages, Contains("would both be kept in"));
}

TEST_CASE("Side by side a folder prints what its scenarios print one by one, in their order", "[R14.7]") {
  const ended one_by_one = program({"run", library, "--format", "transcript", "--jobs", "1"});
  CHECK(one_by_one.code == 0);
  std::string concatenated;
  const json listed = json::parse(program({"list", library, "--format", "json"}).output);
  for (const json& scenario : listed["scenarios"])
    concatenated += program({"run", scenario["path"].get<std::string>(), "--format", "transcript"}).output;
  CHECK(one_by_one.output == concatenated);
  for (const char* jobs : {"2", "5", "16"}) {
    INFO(jobs << " at a time");
    CHECK(program({"run", library, "--format", "transcript", "--jobs", jobs}).output == one_by_one.output);
  }
  CHECK(program({"run", library, "--format", "transcript", "--jobs", "4", "--threads", "3"}).output ==
        one_by_one.output);
}

TEST_CASE("Several runs make one JSON document, with each result as it is alone") {
  const scratch_folder scratch;
  const std::string good = write_scenario(scratch, "good.yaml");
  const std::string wrong = write_scenario(scratch, "wrong.yaml", "71");
  const std::string faulty = scratch.write("faulty.yaml", "scenario: A\n");
  const ended seen = program({"run", good, faulty, wrong, "--format", "json"});
  CHECK(seen.code == 11);
  const json document = json::parse(seen.output);
  CHECK(document["schema_version"] == 1);
  CHECK(document["exit_code"] == 11);
  REQUIRE(document["runs"].size() == 3);
  CHECK(document["runs"][0]["file"] == good);
  CHECK(document["runs"][0]["exit_code"] == 0);
  CHECK(document["runs"][1]["exit_code"] == 3);
  CHECK(document["runs"][1]["results"].is_null());
  CHECK(document["runs"][1]["findings"][0]["level"] == "error");
  CHECK(document["runs"][1]["findings"][0]["file"] == faulty);
  const json alone = json::parse(program({"run", wrong, "--format", "json"}).output);
  CHECK(lasting(document["runs"][2]["results"]) == lasting(alone));
}

TEST_CASE("A folder is several scenarios even where there is one in it") {
  const scratch_folder scratch;
  write_scenario(scratch, "good.yaml");
  const ended seen = program({"run", scratch.path(""), "--format", "json", "--out", scratch.path("runs")});
  CHECK(seen.code == 0);
  CHECK(json::parse(seen.output)["runs"].size() == 1);
  CHECK(std::filesystem::exists(scratch.path("runs/good/manifest.json")));
}

TEST_CASE("A folder without scenarios can't be run or checked") {
  const scratch_folder scratch;
  for (const std::string command : {"run", "check"}) {
    const ended seen = program({command, scratch.path("")});
    CHECK(seen.code == 4);
    CHECK_THAT(seen.messages, Contains("holds no scenario"));
  }
}

TEST_CASE("check takes a folder for its scenarios") {
  const scratch_folder scratch;
  const std::string good = write_scenario(scratch, "good.yaml");
  CHECK(program({"check", scratch.path("")}).output.ends_with("good.yaml: ok\n"));
}

TEST_CASE("In brief only what did not pass is told in full") {
  const scratch_folder scratch;
  const std::string good = write_scenario(scratch, "good.yaml");
  const std::string wrong = write_scenario(scratch, "wrong.yaml", "71");
  const ended seen = program({"run", good, wrong, "--brief", "--quiet"});
  CHECK_THAT(seen.output, StartsWith("PASS  A bakery counts its messages: 1 account, ") &&
                              Contains("verified\nFAIL  ") && Contains("expected 71, actual 70"));
  CHECK(seen.messages.empty());
}

// The first scenario comes through a pipe that is filled only after the signal was sent.
TEST_CASE("An interrupt ends several runs: what is open is reported, what is not begun is told as not run") {
  const scratch_folder scratch;
  const std::string file = write_scenario(scratch, "good.yaml");
  const std::string pipe = scratch.path("pipe");
  const std::string pid = scratch.path("pid");
  const ended seen =
      shell("mkfifo '" + pipe + "'; { exec 3>'" + pipe + "'; kill -INT \"$(cat '" + pid + "')\"; cat '" +
            file + "' >&3; } & sh -c 'echo $$ >\"$1\"; exec \"$2\" run \"$3\" \"$4\" --jobs 1' sh '" + pid +
            "' \"$DRAWDOWN\" '" + pipe + "' '" + file + "'");
  CHECK(seen.code == 130);
  CHECK_THAT(seen.output, StartsWith("STOPPED") && !Contains("PASS"));
  CHECK_THAT(seen.messages, Contains("interrupted  " + pipe) && Contains("not run      " + file) &&
                                Contains("1 interrupted, 1 not run"));
}
