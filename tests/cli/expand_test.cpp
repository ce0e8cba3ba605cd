// `drawdown expand`.
#include <catch2/catch.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("expand prints a scenario whole, and what it prints is told the same way") {
  const scratch_folder scratch;
  const std::string scenario = write_scenario(scratch, "bakery.yaml");
  const ended expanded = program({"expand", scenario});
  CHECK(expanded.code == 0);
  CHECK(expanded.messages.empty());
  CHECK_THAT(expanded.output, StartsWith("scenario: ") && Contains("\n  credit_decimals: 6\n") &&
                                  Contains("\n    auto_recharge: off\n"));

  const std::string whole = scratch.write("elsewhere.yaml", expanded.output);
  CHECK(program({"expand", whole}).output == expanded.output);
  const std::vector<std::string> how = {"--quiet", "--format", "transcript"};
  const auto run = [&](const std::string& file) { return program({"run", file, how[0], how[1], how[2]}); };
  CHECK(run(whole).code == 0);
  CHECK(run(whole).output == run(scenario).output);
}

TEST_CASE("expand prints nothing of a faulty scenario, but what is wrong with it") {
  const scratch_folder scratch;
  const ended faulty = program({"expand", scratch.write("faulty.yaml", "scenario: Nothing else\n")});
  CHECK(faulty.code == 3);
  CHECK(faulty.output.empty());
  CHECK_THAT(faulty.messages, Contains("E032"));
  CHECK(program({"expand", scratch.path("none.yaml")}).code == 4);
}

TEST_CASE("expand takes one file") {
  const ended none = program({"expand"});
  CHECK(none.code == 2);
  CHECK_THAT(none.messages, Contains("which scenario?"));
  CHECK(program({"expand", "a.yaml", "b.yaml"}).code == 2);
}
