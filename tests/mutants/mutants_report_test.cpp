// What is enough of the hunt for planted bugs, and how what was missed is told.
#include "tests/mutants/mutants_report.hpp"

#include <catch2/catch.hpp>

using namespace drawdown;
using namespace drawdown::mutants;
using Catch::Contains;

namespace {

constexpr planted::bug of_a_rule = {"one", "a rule", planted::breaks::rule};
constexpr planted::bug shared = {"other", "a calendar", planted::breaks::shared, "both have one calendar"};

hunted_bug explored(std::uint64_t steps) {
  hunted_bug bug;
  bug.bug = &of_a_rule;
  bug.exploring.seed = 4;
  bug.exploring.steps_before = 90;
  bug.exploring.steps = steps;
  return bug;
}

hunted_bug met_by_a_scenario(const planted::bug& of) {
  hunted_bug bug;
  bug.bug = &of;
  bug.scenarios = {.run = 3,
                   .ledgers = 0,
                   .expectations = 1,
                   .defects = 0,
                   .expectations_alone = 1,
                   .first = "scenarios/library/first.yaml"};
  return bug;
}

mutants_report report_of(std::vector<hunted_bug> bugs) {
  return {.seeds = 20, .scenarios = 3, .bugs = std::move(bugs)};
}

}  // namespace

TEST_CASE("a bug that exploring can't see is enough caught by a scenario, another is not", "[mutants]") {
  const mutants_report fine = report_of({explored(2), met_by_a_scenario(shared)});
  CHECK(fine.is_enough());
  CHECK_THAT(mutants_text(fine), Contains("PASS  2 of 2 (100.0 %)") &&
                                     Contains("other: not seen by exploring: both have one calendar"));
  const mutants_report missed = report_of({explored(2), met_by_a_scenario(of_a_rule)});
  CHECK(missed.caught() == 2);
  CHECK_FALSE(missed.is_enough());
  CHECK_THAT(mutants_text(missed), Contains("one: not seen by exploring, and nothing says why it can't"));
}

TEST_CASE("less than 95 of 100 that are caught are not enough, though each has its reason", "[mutants]") {
  hunted_bug unseen;
  unseen.bug = &shared;
  std::vector<hunted_bug> bugs(19, explored(2));
  bugs.push_back(unseen);
  CHECK(report_of(bugs).is_enough());
  CHECK_THAT(mutants_markdown(report_of(bugs)), Contains("- `other`: not caught: both have one calendar\n"));
  bugs.push_back(unseen);
  CHECK_FALSE(report_of(bugs).is_enough());
}

TEST_CASE("less than 90 of 100 that shrink are not enough, and each that does not is listed", "[mutants]") {
  std::vector<hunted_bug> bugs(9, explored(10));
  bugs.push_back(explored(11));
  CHECK(report_of(bugs).is_enough());
  CHECK_THAT(mutants_text(report_of(bugs)), Contains("one: shrunk from 90 steps to 11 only"));
  bugs.push_back(explored(11));
  CHECK_FALSE(report_of(bugs).is_enough());
}
