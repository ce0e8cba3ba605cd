// Files of a run that somebody has changed.
#include "cli/kept_run.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "cli/kept_results.hpp"
#include "tests/cli/support.hpp"

using namespace drawdown;
using namespace drawdown::cli;
using Catch::Matchers::Contains;

TEST_CASE("The exit code of a results.json is one that there is, or the file is damaged") {
  CHECK(exit_code_in(R"({"verdict": {"exit_code": 11}})") == exit_code::expectation_failed);
  for (const char* text : {"", "[]", "{}", R"({"verdict": 0})", R"({"verdict": {"exit_code": 300}})",
                           R"({"verdict": {"exit_code": 4294967296}})", R"({"verdict": {"exit_code": 0.0}})",
                           R"({"verdict": {"exit_code": "0"}})"}) {
    INFO(text);
    CHECK_FALSE(exit_code_in(text));
  }
}

TEST_CASE("Figures that no run comes to are the fault of the file, and no defect of the program") {
  const auto made = of_a_kept_run("runs/one/run.sqlite",
                                  []() -> result<void> { throw defect("credits: a sum passed 64 bits"); });
  REQUIRE_FALSE(made);
  CHECK(made.error().code == error_code::unreadable);
  CHECK_THAT(made.error().message, Contains("`runs/one/run.sqlite` holds figures that no run comes to") &&
                                       Contains("a sum passed 64 bits"));
}

TEST_CASE("A run store with a part torn out is unreadable in every report") {
  const cli_test::kept_bakery bakery;
  std::string bytes = cli_test::content_of(bakery.folder() + "/run.sqlite");
  REQUIRE(bytes.size() > 40'000);
  bytes.replace(8'192, bytes.size() - 16'384, bytes.size() - 16'384, '\xA5');
  bakery.scratch().write("kept/run.sqlite", bytes);
  for (const char* command : {"report", "explain", "history"}) {
    const auto seen = bakery.ask(command);
    INFO(command << ": " << seen.messages);
    CHECK(seen.code == 4);
    CHECK_THAT(seen.messages, Contains("malformed"));
  }
}
