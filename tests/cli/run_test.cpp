// The command `run` of the built program: what it prints, what it keeps, and how it ends.
#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("A scenario that holds ends with 0, its statement on standard output and nothing else said") {
  const scratch_folder scratch;
  const ended seen = program({"run", write_scenario(scratch, "good.yaml")});
  CHECK(seen.code == 0);
  CHECK_THAT(seen.output, StartsWith("PASS  A bakery counts its messages") && Contains("balance 70"));
  CHECK(seen.messages.empty());
}

TEST_CASE("The README shows what the demo prints") {
  const std::string readme = content_of(DRAWDOWN_SOURCE_DIR "/README.md");
  const std::string opening = "<!-- demo -->\n```\n";
  const std::size_t from = readme.find(opening) + opening.size();
  const std::size_t until = readme.find("```\n<!-- /demo -->");
  REQUIRE(readme.find(opening) != std::string::npos);
  REQUIRE(until != std::string::npos);
  const std::string demo = DRAWDOWN_SOURCE_DIR "/scenarios/library/friday-night.yaml";
  CHECK(program({"run", demo}).output == readme.substr(from, until - from));
}

TEST_CASE("An expectation that fails ends with 11 and says expected, actual and where it stands") {
  const scratch_folder scratch;
  const ended seen = program({"run", write_scenario(scratch, "wrong.yaml", "71")});
  CHECK(seen.code == 11);
  CHECK_THAT(seen.output,
             StartsWith("FAIL") && Contains("71") && Contains("70") && Contains("wrong.yaml:11"));
}

TEST_CASE("Nothing that is printed depends on threads, schedule, chunk, window, verification or epoch",
          "[R14.7]") {
  const scratch_folder scratch;
  const std::string file = write_scenario(scratch, "good.yaml");
  const std::string expected = program({"run", file, "--format", "transcript"}).output;
  CHECK_THAT(expected, Contains("helper used message 3"));
  for (const std::vector<std::string>& options :
       std::vector<std::vector<std::string>>{{"--threads", "1"},
                                             {"--threads", "4"},
                                             {"--schedule", "7"},
                                             {"--chunk", "1"},
                                             {"--window", "1"},
                                             {"--verify", "off"},
                                             {"--verify", "balances"},
                                             {"--epoch", "hour"},
                                             {"--epoch", "day"},
                                             {"--epoch", "whole"}}) {
    std::vector<std::string> words = {"run", file, "--format", "transcript"};
    words.insert(words.end(), options.begin(), options.end());
    INFO(options[0] << ' ' << options[1]);
    CHECK(program(words).output == expected);
  }
}

TEST_CASE("A run until an instant ends there, and that instant still belongs to it", "[R2.7]") {
  const scratch_folder scratch;
  const std::string file = write_scenario(scratch, "good.yaml");
  const std::string before =
      program({"run", file, "--format=transcript", "--until=2026-01-10T11:59:59.999999Z"}).output;
  CHECK_THAT(before, !Contains("used message"));
  const ended at = program({"run", file, "--format=transcript", "--until=2026-01-10T12:00:00Z"});
  CHECK(at.code == 0);
  CHECK_THAT(at.output, Contains("used message") && !Contains("figures"));
}

TEST_CASE("An end that is no instant, or lies before the start, is a usage error") {
  const scratch_folder scratch;
  const std::string file = write_scenario(scratch, "good.yaml");
  CHECK(program({"run", file, "--until", "soon"}).code == 2);
  CHECK(program({"run", file, "--until", "2025-12-31"}).code == 2);
}

TEST_CASE("A date to end at is its midnight in the scenario's time zone", "[R2.3]") {
  const scratch_folder scratch;
  write_scenario(scratch, "good.yaml");
  const std::string start =
      "scenario: A day\ncatalog: shop.yaml\nstart: 2026-01-01T12:00:00Z\nend: 2026-02-01\n";
  const std::string account = "accounts: {a: {time_zone: Asia/Tokyo}}\n";
  const auto reached = [&](const std::string& text) {
    const std::string file = scratch.write("day.yaml", text);
    const std::string output = program({"run", file, "--until", "2026-01-10", "--format", "json"}).output;
    const std::size_t at = output.find("\"reached\": ");
    return output.substr(at, output.find('\n', at) - at);
  };
  CHECK(reached(start + account) == "\"reached\": \"2026-01-10T00:00:00Z\",");
  CHECK(reached(start + "time_zone: Europe/Madrid\n" + account) == "\"reached\": \"2026-01-09T23:00:00Z\",");
}

TEST_CASE("An empty name is no folder to keep a run in") {
  const scratch_folder scratch;
  const std::string file = write_scenario(scratch, "good.yaml");
  const ended seen = program({"run", file, "--out", ""});
  CHECK(seen.code == 2);
  CHECK_THAT(seen.messages, Contains("`--out` needs the name of a folder"));
  CHECK(program({"run", ""}).code == 2);
}

TEST_CASE("What a run that was ended at once has left is told, with how to go on") {
  const scratch_folder scratch;
  const std::string file = write_scenario(scratch, "good.yaml");
  std::filesystem::create_directory(scratch.path("run"));
  scratch.write("run/blocks.bin", "half a blo");
  const ended seen = program({"run", file, "--out", scratch.path("run")});
  CHECK(seen.code == 4);
  CHECK_THAT(seen.messages,
             Contains("a run that was never finished") && Contains("`rm -r '" + scratch.path("run") + "'`"));
  CHECK(content_of(scratch.path("run/blocks.bin")) == "half a blo");
}

TEST_CASE("The seed of the command line takes the place of the scenario's") {
  const scratch_folder scratch;
  const std::string file = write_scenario(scratch, "good.yaml");
  CHECK_THAT(program({"run", file, "--format", "json", "--seed", "4711"}).output,
             Contains("\"seed\": \"4711\""));
}

TEST_CASE("A run that is kept leaves its four files, in a folder that is made with those above it") {
  const scratch_folder scratch;
  const std::string file = write_scenario(scratch, "good.yaml");
  const ended seen = program({"run", file, "--out", scratch.path("deep/er/run"), "--format", "json"});
  CHECK(seen.code == 0);
  CHECK(content_of(scratch.path("deep/er/run/results.json")) == seen.output);
  CHECK_THAT(content_of(scratch.path("deep/er/run/manifest.json")), Contains("\"settings\""));
  CHECK_THAT(content_of(scratch.path("deep/er/run/run.sqlite")), StartsWith("SQLite format 3"));
  CHECK_FALSE(content_of(scratch.path("deep/er/run/blocks.bin")).empty());
}

TEST_CASE("A folder that holds something, or a file in its place, is left as it is") {
  const scratch_folder scratch;
  const std::string file = write_scenario(scratch, "good.yaml");
  const std::string before = content_of(file);
  for (const std::string& taken : {scratch.path(""), file}) {
    const ended seen = program({"run", file, "--out", taken});
    CHECK(seen.code == 4);
    CHECK_THAT(seen.messages,
               Contains("can't be used: it is " + std::string(taken == file ? "a file;" : "not empty;")));
    CHECK(seen.output.empty());
  }
  CHECK(content_of(file) == before);
  REQUIRE(program({"run", file, "--out", scratch.path("once")}).code == 0);
  const ended again = program({"run", file, "--out", scratch.path("once")});
  CHECK(again.code == 4);
  CHECK_THAT(again.messages,
             Contains("it holds a run already; remove that (`rm -r '" + scratch.path("once") + "'`)"));
  CHECK(program({"run", file, "--out", "/proc/no/such/place"}).code == 4);
}

TEST_CASE("A reader of results that goes away early is no error") {
  const scratch_folder scratch;
  const std::string file = write_scenario(scratch, "good.yaml");
  const ended seen = shell("( \"$DRAWDOWN\" run '" + file + "'; echo $? >&2 ) | true");
  CHECK(seen.messages == "0\n");
}

// The scenario comes through a pipe that is filled only after the signal was sent, so that it always comes in
// time.
TEST_CASE("An interrupted run says so, reports how far it came and ends with 130") {
  const scratch_folder scratch;
  const std::string file = write_scenario(scratch, "good.yaml");
  const std::string pipe = scratch.path("pipe");
  const std::string pid = scratch.path("pid");
  const ended seen =
      shell("mkfifo '" + pipe + "'; { exec 3>'" + pipe + "'; kill -INT \"$(cat '" + pid + "')\"; cat '" +
            file + "' >&3; } & sh -c 'echo $$ >\"$1\"; exec \"$2\" run \"$3\"' sh '" + pid +
            "' \"$DRAWDOWN\" '" + pipe + "'");
  CHECK(seen.code == 130);
  CHECK_THAT(seen.messages, Contains("finishing what is open") && Contains("drawdown: stopped at ") &&
                                Contains("writing 0 events into the run store"));
  CHECK_THAT(seen.output, StartsWith("STOPPED"));
}

TEST_CASE("A second interrupt ends the program at once") {
  const scratch_folder scratch;
  const std::string pipe = scratch.path("pipe");
  const std::string pid = scratch.path("pid");
  const ended seen = shell("mkfifo '" + pipe + "'; { exec 3>'" + pipe + "'; kill -INT \"$(cat '" + pid +
                           "')\"; sleep 0.2; kill -INT \"$(cat '" + pid +
                           "')\"; } & sh -c 'echo $$ >\"$1\"; exec \"$2\" run \"$3\"' sh '" + pid +
                           "' \"$DRAWDOWN\" '" + pipe + "'");
  CHECK(seen.code == 130);
  CHECK(seen.output.empty());
}
