// `drawdown explore` and `drawdown shrink`.
#include <iostream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using nlohmann::json;

TEST_CASE("explore tells the same of the same seeds, one by one or side by side", "[R14.7]") {
  const ended one = program({"explore", "--seeds", "60", "--jobs", "1", "--quiet"});
  CHECK(one.code == 0);
  CHECK(one.messages.empty());
  CHECK_THAT(one.output, StartsWith("PASS  60 seeds from 0 on: ") && Contains("kinds of faults happened") &&
                             Contains("With 95 % confidence fewer than 4.9 % of seeds fail.") &&
                             Contains("--from 60"));
  CHECK(program({"explore", "--seeds", "60", "--jobs", "3", "--quiet"}).output == one.output);
}

TEST_CASE("explore tells the same however often it is asked, of runs on threads too", "[R14.7]") {
  const std::vector<std::string> words = {"explore", "--seeds", "300", "--quiet"};
  const ended first = program(words);
  CHECK(first.code == 0);
  for (int again = 0; again < 3; ++again) CHECK(program(words).output == first.output);
}

TEST_CASE("explore refuses what would choose nothing, or exclude each other") {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--seeds", "0"},
                                                {"--minutes", "0"},
                                                {"--features", ""},
                                                {"--no-shrink", "--out", "x.yaml"},
                                                {"--diversity", "--format", "json"},
                                                {"--seed", "1", "--seeds", "2"},
                                                {"--write", "x.yaml"}}) {
    std::vector<std::string> all = {"explore"};
    all.insert(all.end(), words.begin(), words.end());
    const ended refused = program(all);
    INFO(words.front());
    CHECK(refused.code == 2);
    CHECK(refused.output.empty());
  }
  CHECK_THAT(program({"explore", "--features", "hold"}).messages,
             Contains("did you mean `holds`? `drawdown explore"));
}

TEST_CASE("the first two thousand seeds pass, in every test run", "[R14.7]") {
  const ended seen = program({"explore", "--seeds", "2000", "--quiet"});
  std::cout << seen.output.substr(0, seen.output.find('\n') + 1);
  INFO(seen.output);
  CHECK(seen.code == 0);
  CHECK_THAT(seen.output,
             StartsWith("PASS  2 000 seeds from 0 on: ") && Contains("33 of 33 kinds of faults"));
}

TEST_CASE("explore as a document has every fault and every pair of features") {
  const ended told = program({"explore", "--seeds", "60", "--format", "json", "--quiet"});
  REQUIRE(told.code == 0);
  const json document = json::parse(told.output);
  CHECK(document["seeds"] == 60);
  CHECK(document["written_and_loaded"] == 2);
  CHECK(document["failure"].is_null());
  CHECK(document["faults"].size() >= 20);
  CHECK(document["features"]["pairs"].size() > 1000);
  for (const json& fault : document["faults"]) CHECK_FALSE(fault["must_hold"].get<std::string>().empty());
}

TEST_CASE("explore of one seed tells of its world, and of a scenario runs that in many ways") {
  CHECK_THAT(program({"explore", "--seed", "4711"}).output, Contains("the world of seed 4711 has"));
  const ended scenario =
      program({"explore", DRAWDOWN_SOURCE_DIR "/scenarios/library/recharge-retries.yaml", "--seeds", "40"});
  CHECK(scenario.code == 0);
  CHECK_THAT(scenario.output, StartsWith("PASS  40 seeds"));
}

TEST_CASE("The world of a seed is written as a scenario, which runs and explores as it does") {
  const scratch_folder folder;
  const std::string file = folder.path("drawn.yaml");
  const ended told = program({"explore", "--seed", "4711", "--write", file, "--quiet"});
  CHECK(told.code == 0);
  CHECK(told.output == program({"explore", "--seed", "4711", "--quiet"}).output);
  CHECK_THAT(content_of(file),
             StartsWith("# The world that `drawdown explore --seed 4711` draws") && Contains("\nscenario: "));
  CHECK(program({"run", file, "--quiet"}).code == 0);
  CHECK(program({"explore", file, "--seeds", "2", "--quiet"}).code == 0);

  CHECK(program({"explore", "--seed", "4711", "--write", folder.path("no/such/folder/drawn.yaml")}).code ==
        4);
  const ended which = program({"explore", "--seeds", "3", "--write", file});
  CHECK(which.code == 2);
  CHECK_THAT(which.messages,
             Contains("`--write` writes the world that one seed draws: say which, with `--seed`"));
  CHECK(program({"explore", file, "--seed", "1", "--write", file}).code == 2);
}

TEST_CASE("explore and shrink refuse what contradicts itself") {
  const ended several = program({"explore", "--seed", "1", "--from", "2"});
  CHECK(several.code == 2);
  CHECK_THAT(several.messages, Contains("`--seed` is one seed"));
  const ended unknown = program({"explore", "--features", "plan"});
  CHECK(unknown.code == 2);
  CHECK_THAT(unknown.messages, Contains("did you mean `plans`"));
  CHECK_THAT(program({"explore", "--features", "weather"}).messages,
             Contains("there is no feature `weather`; `drawdown explore --diversity` tells of each"));
  CHECK(program({"explore", "no/such/file.yaml"}).code == 4);
  CHECK(program({"shrink", "no/such/file.yaml"}).code == 4);
}

TEST_CASE("shrink writes nothing of a scenario that does not fail") {
  const ended nothing = program({"shrink", DRAWDOWN_SOURCE_DIR "/scenarios/library/late-notice.yaml"});
  CHECK(nothing.code == 2);
  CHECK(nothing.output.empty());
  CHECK_THAT(nothing.messages, Contains("there is nothing to shrink"));
}
