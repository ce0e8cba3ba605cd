// The examples of the chapters on expectations and rules in docs/scenario-language.md load, and hold when
// they are run.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "actor_run.hpp"
#include "reports/store/verdict.hpp"
#include "scenarios/language/load.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// What the chapters take for granted, but for the timeline.
const std::string frame =
    "scenario: An example\n"
    "catalog:\n"
    "  catalog: calls\n"
    "  currency: EUR\n"
    "  credit_rate: 1 EUR = 50 credits\n"
    "  meters: {call: {per: minute, price: 10, increment: 1 minute}}\n"
    "start: 2026-01-30T09:00:00Z\n"
    "end: 2026-03-01\n"
    "accounts:\n"
    "  acme:\n"
    "    grants: [{kind: plan, credits: 1000, expires: +1 month, key: january}]\n"
    "    agents: {receptionist: {}, night_line: {when_plan_exhausted: stop}}\n";

// The examples between two headings.
std::vector<std::string> examples_between(const std::string& first, const std::string& last) {
  std::ifstream file(DRAWDOWN_SOURCE_DIR "/docs/scenario-language.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const std::string begin = "```yaml\n";
  const std::size_t end = page.find("\n" + last + "\n");
  std::vector<std::string> found;
  for (std::size_t at = page.find("\n" + first + "\n"); (at = page.find(begin, at)) < end;) {
    at += begin.size();
    found.push_back(page.substr(at, page.find("```", at) - at));
  }
  return found;
}

reports::expectation_verdict verdict_on(const std::string& text) {
  const auto scenario = language::load_scenario_text("example.yaml", text);
  for (const auto& finding : scenario.findings) FAIL(language::render(finding, false));
  const auto done = run_with_actors(scenario.what, {.threads = 1});
  REQUIRE(complaint(done.outcome) == "");
  auto store = reports::run_store::create("").value();
  REQUIRE(store.write(*scenario.what, done.blocks).has_value());
  return reports::check_expectations(store).value();
}

}  // namespace

TEST_CASE("the examples of expectations and rules in the documentation hold") {
  const auto examples = examples_between("## Expectations", "## Loads");
  REQUIRE(examples.size() == 3);
  const std::vector<std::uint64_t> items = {17, 9, 4};
  for (std::size_t i = 0; i < examples.size(); ++i) {
    INFO(examples[i]);
    const auto verdict = verdict_on(frame + examples[i]);
    for (const auto& failure : verdict.failures)
      UNSCOPED_INFO(failure.asked.name << " of " << failure.asked.of << ": " << failure.actual);
    CHECK(verdict.items == items[i]);
    CHECK(verdict.held + verdict.not_reached == items[i]);
    CHECK(verdict.held == items[i]);
  }
}
