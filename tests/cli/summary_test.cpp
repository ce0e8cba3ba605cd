#include "cli/summary.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "reports/statement/text.hpp"

using namespace drawdown::cli;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

scenario_report ran(const std::string& file, std::chrono::duration<double> wall) {
  scenario_report report;
  report.file = file;
  report.has_run = true;
  report.accounts = 2;
  report.events = 412;
  report.held = 67;
  report.wall = wall;
  return report;
}

scenario_report failed(const std::string& file, exit_code code) {
  scenario_report report;
  report.file = file;
  report.code = code;
  return report;
}

}  // namespace

TEST_CASE("The summary has a line for each run, what they come to and the slowest") {
  CHECK(summary_text({ran("a.yaml", 20ms), ran("b.yaml", 1500ms)}, 1510ms, 0, false) ==
        "verdict  scenario  events  accounts  expectations    time\n"
        "ok       a.yaml       412         2       67 held   20 ms\n"
        "ok       b.yaml       412         2       67 held  1.50 s\n"
        "2 scenarios in 1.51 s: 2 ok; the slowest is b.yaml, 1.50 s\n");
}

TEST_CASE("What failed, did not load or was not run is counted apart, the gravest last") {
  scenario_report wrong = ran("wrong.yaml", 1s);
  wrong.code = exit_code::expectation_failed;
  wrong.failed = 1;
  wrong.held = 66;
  const std::string text = summary_text({wrong, failed("bad.yaml", exit_code::faulty_input),
                                         ran("a.yaml", 1s), failed("never.yaml", exit_code::interrupted)},
                                        3s, 0, false);
  CHECK_THAT(text, Contains("1 of 67 failed") && Contains("\nfaulty ") && Contains("\nnot run ") &&
                       Contains(": 1 ok, 1 faulty, 1 not run, 1 expectation failed;"));
}

TEST_CASE("On a narrow terminal the folders of the scenario give way") {
  const std::string name = "scenarios/library/monthly-limit-over-daylight-saving.yaml";
  std::istringstream lines(summary_text({ran(name, 1s)}, 1s, 95, false));
  std::string line;
  CHECK_THAT(lines.str(), Contains("  …/monthly-limit-over-daylight-saving.yaml "));
  for (int i = 0; i < 2 && std::getline(lines, line); ++i)
    CHECK(drawdown::reports::display_width(line) <= 95);
}

TEST_CASE("A name can't steer the terminal") {
  CHECK_THAT(summary_text({ran("\x1b[2J.yaml", 1s)}, 1s, 0, false), !Contains("\x1b"));
}
