// `drawdown mutants` finds planted bugs in each of its ways, and says which way that was.
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/mutants/mutant_program.hpp"

using namespace drawdown::test;
using Catch::Contains;
using nlohmann::json;

namespace {

program_end mutants(const std::string& arguments) {
  const std::string command =
      "cd " DRAWDOWN_SOURCE_DIR " && " DRAWDOWN_MUTANT_BINARY " mutants -q " + arguments + " 2>&1";
  return run_line(command);
}

}  // namespace

TEST_CASE("the canary is caught by scenarios and by exploring, a broken resume by runs that are killed",
          "[mutants]") {
  const program_end ended =
      mutants("--seeds 50 --jobs 2 --format json tie_break torn_tail_stays resume_trusts_what_is_there");
  CAPTURE(ended.said);
  REQUIRE(ended.code == 0);
  const json told = json::parse(ended.said);
  CHECK(told["planted"] == 3);
  CHECK(told["caught"] == 3);
  CHECK(told["scenarios"] > 100);
  const json& canary = told["bugs"][0];
  CHECK(canary["exploring"]["seeds"] <= 50);
  CHECK(canary["exploring"]["steps"] <= 10);
  CHECK(canary["exploring"]["kind"] == "ledgers_differ");
  CHECK(canary["scenarios"]["ledgers"] > 0);
  CHECK(canary["scenarios"]["expectations_alone"] > 0);
  CHECK(canary["scenarios"]["first"] == "scenarios/library/burn-down-ties.yaml");
  CHECK(canary["resuming"].is_null());
  CHECK_THAT(told["bugs"][1]["resuming"].get<std::string>(), Contains("its blocks.bin differs"));
  CHECK(told["bugs"][2]["resuming"] ==
        "with a block that says something else it ends with 0 in the place of 10");
}

TEST_CASE("a planted bug that there is not is refused, with the one that is meant", "[mutants]") {
  const program_end ended = mutants("tie_brake");
  CHECK(ended.code == 2);
  CHECK_THAT(ended.said, Contains("there is no planted bug `tie_brake`") && Contains("`tie_break`"));
}
