#include "reports/formats/annotations.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/reports/formats/reported.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;

TEST_CASE("An annotation names its file and line, and what would end it early is escaped") {
  CHECK(github_annotations(
            {{annotation::level::error, "a,b:c%.yaml", 3, 5, "E012", "100% wrong:\nreally, so\r"}}) ==
        "::error file=a%2Cb%3Ac%25.yaml,line=3,col=5,title=E012::100%25 wrong:%0Areally, so\\x0d\n");
  CHECK(github_annotations({{annotation::level::warning, "a.yaml", 0, 7, "", "of the whole"}}) ==
        "::warning file=a.yaml::of the whole\n");
  CHECK(github_annotations({{annotation::level::error, "a.yaml", 1, 0, "", "::set-env name=x::\x1b[31m"}}) ==
        "::error file=a.yaml,line=1::::set-env name=x::\\x1b[31m\n");
}

TEST_CASE("Beyond what hosts show, the number of the others is told") {
  const std::vector<annotation> many(53, {annotation::level::error, "a.yaml", 1, 0, "", "no"});
  const std::string text = github_annotations(many);
  CHECK(std::count(text.begin(), text.end(), '\n') == 51);
  CHECK_THAT(text, EndsWith("::error title=more::3 more are left out here\n"));
}

TEST_CASE("A run is annotated with what failed in it", "[R14.1]") {
  run_facts facts = sample_facts();
  facts.differences = {{"acme", when("2026-02-03"), 7, "R14.2", "one says 5\nthe other 6"}};
  const std::string text = github_annotations(annotations_of(reported_store("Night", facts)).value());
  CHECK_THAT(
      text,
      Contains("::error file=night.yaml,title=the ledgers differ::acme at 2026-02-03T00:00:00Z%0Aone says "
               "5%0Athe other 6\n") &&
          Contains("::error file=night.yaml,line=41,col=13,title=expectation failed::acme at "
                   "2026-02-25T00:00:00Z: plan: expected 961, actual 960, difference -1\n"));
}
