// The built program, called as people call it: rightly, wrongly, and on files that are no scenarios.
#include <algorithm>
#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command_table.hpp"
#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using nlohmann::json;

TEST_CASE("Called without a word it says in six lines what to do") {
  const ended seen = program({});
  CHECK(seen.code == 0);
  CHECK(std::count(seen.output.begin(), seen.output.end(), '\n') == 6);
  CHECK_THAT(seen.output, Contains("drawdown run ") && Contains("drawdown init "));
  CHECK(seen.messages.empty());
}

TEST_CASE("Help lists all commands and exit codes, however it is asked for") {
  const ended seen = program({"help"});
  CHECK(seen.code == 0);
  CHECK_THAT(seen.output, Contains("\n  run FILE") && Contains("\n  check FILE") && Contains("\n  version") &&
                              Contains("\n   11  an expectation of the scenario failed\n"));
  CHECK(program({"--help"}).output == seen.output);
  CHECK(program({"-h"}).output == seen.output);
}

TEST_CASE("The help of a command is the same asked before and behind it") {
  const ended seen = program({"help", "run"});
  CHECK(seen.code == 0);
  CHECK_THAT(seen.output, StartsWith("Usage: drawdown run [OPTIONS] FILE") && Contains("--until") &&
                              Contains("--verify off|balances|full"));
  CHECK(program({"run", "--help"}).output == seen.output);
  CHECK(program({"run", "some.yaml", "-h"}).output == seen.output);
  CHECK(program({"-h", "run"}).output == seen.output);
}

TEST_CASE("Every command has a page with an example, and no page is wider than 80 columns") {
  std::string pages = program({"help"}).output;
  for (const auto& entry : drawdown::cli::command_table()) {
    INFO(entry.name);
    const std::string page = program({"help", std::string(entry.name)}).output;
    CHECK_THAT(page, Contains("\nFor example:\n  drawdown " + std::string(entry.name)));
    pages += page;
  }
  std::istringstream lines(pages);
  std::string line;
  while (std::getline(lines, line)) {
    INFO(line);
    CHECK(line.size() <= 80);
  }
}

TEST_CASE("The version names what the program is built on") {
  const ended seen = program({"version"});
  CHECK(seen.code == 0);
  CHECK_THAT(seen.output, StartsWith("drawdown ") && Contains("\nCAF 0.") && Contains("\nSQLite 3.") &&
                              Contains("\nyaml-cpp ") && Contains("\ntime zone database "));
  CHECK(program({"--version"}).output == seen.output);
}

TEST_CASE("A misspelt command is refused with the nearest one") {
  const ended seen = program({"chekc", "a.yaml"});
  CHECK(seen.code == 2);
  CHECK_THAT(seen.messages, Contains("there is no command `chekc`; did you mean `check`?"));
  CHECK(seen.output.empty());
  CHECK(program({"help", "rum"}).code == 2);
}

TEST_CASE("A misspelt option is refused with the nearest one, and names the page to read") {
  const ended seen = program({"run", "a.yaml", "--sed", "1"});
  CHECK(seen.code == 2);
  CHECK_THAT(seen.messages, Contains("there is no option `--sed`; did you mean `--seed`?") &&
                                Contains("drawdown run --help"));
}

TEST_CASE("An option before the command is refused with where it belongs") {
  const ended seen = program({"--quiet", "run", "a.yaml"});
  CHECK(seen.code == 2);
  CHECK_THAT(seen.messages, Contains("`--quiet` stands before the command; options come behind it"));
}

TEST_CASE("Counts that make no sense are refused before any file is read") {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"--threads", "0"},
                                                                                     {"--threads", "-1"},
                                                                                     {"--seed", "-1"},
                                                                                     {"--chunk", "0"},
                                                                                     {"--window=0"},
                                                                                     {"--schedule=x"}}) {
    std::vector<std::string> line = {"run", "missing.yaml"};
    line.insert(line.end(), words.begin(), words.end());
    INFO(words.front());
    const ended seen = program(line);
    CHECK(seen.code == 2);
    CHECK_THAT(seen.messages, Contains("needs a whole number"));
  }
}

TEST_CASE("A file that is missing, a directory or unreadable ends with 4") {
  const scratch_folder scratch;
  for (const std::string command : {"run", "check"}) {
    INFO(command);
    CHECK(program({command, scratch.path("missing.yaml")}).code == 4);
    CHECK_THAT(program({command, scratch.path("missing.yaml")}).messages, Contains("missing.yaml"));
    CHECK(program({command, scratch.path("")}).code == 4);
  }
}

TEST_CASE("A faulty file ends with 3, says why with its place, and nothing runs") {
  const scratch_folder scratch;
  const std::string bad = scratch.write("bad.yaml", "scenario: broken\nstart: soon\n");
  for (const std::string command : {"run", "check"}) {
    INFO(command);
    const ended seen = program({command, bad});
    CHECK(seen.code == 3);
    CHECK_THAT(seen.messages, Contains("bad.yaml:2:"));
    CHECK(seen.output.empty());
  }
}

TEST_CASE("Bytes that are no text are a faulty file, not a crash") {
  const scratch_folder scratch;
  CHECK(program({"check", scratch.write("noise.yaml", std::string("\xff\xfe\0\x01 {[", 7))}).code == 3);
  CHECK(program({"check", scratch.write("empty.yaml", "")}).code == 3);
}

TEST_CASE("check says ok for each good file and goes on behind a bad one") {
  const scratch_folder scratch;
  const std::string good = write_scenario(scratch, "good.yaml");
  const std::string bad = scratch.write("bad.yaml", "scenario: [");
  const ended seen = program({"check", bad, good});
  CHECK(seen.code == 3);
  CHECK(seen.output == good + ": ok\n");
}

TEST_CASE("A reader that goes away early is no error") {
  const ended seen = shell("( \"$DRAWDOWN\" help; echo $? >&2 ) | true");
  CHECK(seen.messages == "0\n");
}

TEST_CASE("Output that can't be written is an error") {
  const ended seen = shell("\"$DRAWDOWN\" help >/dev/full");
  CHECK(seen.code == 4);
  CHECK_THAT(seen.messages, Contains("standard output can't be written"));
}

#ifndef __SANITIZE_ADDRESS__  // which has an allocator of its own
TEST_CASE("The allocator keeps large pieces for a while, as cmake/allocator_settings.cpp sets it") {
  const ended seen = shell("MALLOC_CONF=stats_print:true \"$DRAWDOWN\" version");
  CHECK(seen.code == 0);
  CHECK_THAT(seen.messages, Contains("opt.oversize_threshold: 0\n"));
}
#endif

TEST_CASE("Versions and what is checked come for programs too") {
  const json versions = json::parse(program({"version", "--format", "json"}).output);
  CHECK_THAT(program({"version"}).output,
             StartsWith(fmt::format("drawdown {} ({})\n", versions["program_version"].get<std::string>(),
                                    versions["build_type"].get<std::string>())));

  const scratch_folder scratch;
  const std::string good = write_scenario(scratch, "good.yaml");
  const std::string bad = scratch.write("bad.yaml", "scenario: broken\nstart: soon\n");
  const ended seen = program({"check", good, bad, scratch.path("gone.yaml"), "--format", "json"});
  CHECK(seen.code == 3);
  CHECK(seen.messages.empty());
  const json checked = json::parse(seen.output);
  CHECK(checked["schema_version"] == 1);
  CHECK(checked["exit_code"] == 3);
  REQUIRE(checked["files"].size() == 3);
  CHECK(checked["files"][0] == json{{"file", good}, {"exit_code", 0}, {"findings", json::array()}});
  CHECK(checked["files"][1]["exit_code"] == 3);
  const json& found = checked["files"][1]["findings"];
  const auto soon =
      std::find_if(found.begin(), found.end(), [](const json& one) { return one["line"] == 2; });
  REQUIRE(soon != found.end());
  CHECK((*soon)["level"] == "error");
  CHECK((*soon)["file"] == bad);
  CHECK((*soon)["code"].get<std::string>().starts_with("E"));
  CHECK(checked["files"][2]["exit_code"] == 4);
}
