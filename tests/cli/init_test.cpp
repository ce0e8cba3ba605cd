// `drawdown init`: the example that it writes is one that runs, and nothing is ever overwritten.
#include <filesystem>

#include <catch2/catch.hpp>

#include "cli/example.hpp"
#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using drawdown::cli::example_catalog;
using drawdown::cli::example_scenario;

TEST_CASE("The example checks without a warning and runs, and everything that it expects holds") {
  const scratch_folder scratch;
  const ended made = program({"init", scratch.path("shop")});
  CHECK(made.code == 0);
  CHECK(made.messages.empty());
  const std::string scenario = scratch.path("shop/scenario.yaml");
  CHECK_THAT(made.output, Contains("drawdown run " + scenario));

  const ended checked = program({"check", scenario});
  CHECK(checked.code == 0);
  CHECK(checked.messages.empty());
  const ended seen = program({"run", scenario});
  CHECK(seen.code == 0);
  CHECK_THAT(seen.output, StartsWith("PASS") && Contains("expectations held, every transaction verified"));
  CHECK(seen.messages.empty());
}

TEST_CASE("The example shows the main ideas, and no line of it is too wide") {
  for (const char* idea :
       {"grants:", "auto_recharge:", "agents:", "use: call", "top_up:", "hold:", "expect:"}) {
    INFO(idea);
    CHECK_THAT(std::string(example_scenario), Contains(idea));
  }
  for (std::string_view text : {example_scenario, example_catalog})
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      REQUIRE(end != std::string_view::npos);
      INFO(text.substr(0, end));
      CHECK(end <= 120);
      text.remove_prefix(end + 1);
    }
}

TEST_CASE("The example is the files of the repository, byte for byte") {
  const std::string folder = DRAWDOWN_SOURCE_DIR "/cli/example/";
  CHECK(content_of(folder + "scenario.yaml") == example_scenario);
  CHECK(content_of(folder + "catalog.yaml") == example_catalog);
}

TEST_CASE("Without a word the example is written into the current folder") {
  const scratch_folder scratch;
  const ended seen =
      shell("cd '" + scratch.path("") + "' && \"$DRAWDOWN\" init && \"$DRAWDOWN\" check scenario.yaml");
  CHECK(seen.code == 0);
  CHECK_THAT(seen.output, Contains("drawdown run scenario.yaml") && Contains("scenario.yaml: ok"));
}

TEST_CASE("A file that is named gets the scenario, and a second one shares the catalog") {
  const scratch_folder scratch;
  CHECK(program({"init", scratch.path("first.yaml")}).code == 0);
  CHECK(program({"init", scratch.path("second.yml")}).code == 0);
  CHECK(content_of(scratch.path("first.yaml")) == example_scenario);
  CHECK(content_of(scratch.path("second.yml")) == example_scenario);
  CHECK(program({"run", scratch.path("second.yml")}).code == 0);
}

TEST_CASE("Nothing is overwritten, and where one file can't be written neither is") {
  const scratch_folder scratch;
  const std::string mine = scratch.write("scenario.yaml", "mine");
  const ended seen = program({"init", scratch.path("")});
  CHECK(seen.code == 4);
  CHECK_THAT(seen.messages, Contains("scenario.yaml` is there already and is not overwritten"));
  CHECK(content_of(mine) == "mine");
  CHECK_FALSE(std::filesystem::exists(scratch.path("catalog.yaml")));

  const scratch_folder other;
  other.write("catalog.yaml", "mine too");
  CHECK(program({"init", other.path("")}).code == 4);
  CHECK(content_of(other.path("catalog.yaml")) == "mine too");
  CHECK_FALSE(std::filesystem::exists(other.path("scenario.yaml")));
}

TEST_CASE("A place that can't be one is refused with what to do") {
  const scratch_folder scratch;
  const std::string file = scratch.write("notes.txt", "mine");
  CHECK_THAT(program({"init", file}).messages,
             Contains("name a folder, or a new file that ends with `.yaml`"));
  CHECK_THAT(program({"init", scratch.path("catalog.yaml")}).messages,
             Contains("name the scenario otherwise"));
  CHECK(program({"init", "/proc/no/such/place"}).code == 4);
  CHECK(program({"init", "one", "two"}).code == 2);
}
