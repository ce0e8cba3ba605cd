#include "reports/store/verdict.hpp"

#include <catch2/catch.hpp>

#include "tests/reports/expecting.hpp"
#include "tests/reports/sample_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

constexpr std::string_view look_at = "2026-02-25";

// What is said of the sample run where its agent was looked at with these figures, and this was expected.
expectation_verdict verdict_on(std::vector<item_body> items, agent_index agent = no_agent) {
  world_builder told = sample_world();
  const std::uint32_t asked = expect(told, 0, look_at, std::move(items), agent);
  told_history acme = history_of_acme();
  const figures seen =
      left_of({{lot_kind::free, 7.25_cr}, {lot_kind::plan, 960_cr}, {lot_kind::paid, 2500_cr}});
  acme.at(look_at).looks(asked, seen, agent, agent == no_agent ? 0_cr : 130_cr, agent != no_agent);
  // What comes later must not count.
  acme.at("2026-02-26").used(0, 1, twelve_minutes_and_a_half, {{2, 130_cr}});
  return check_expectations(store_of(*told.build(), {acme})).value();
}

expectation_failure failure_on(item_body item, agent_index agent = no_agent) {
  const expectation_verdict verdict = verdict_on({std::move(item)}, agent);
  REQUIRE(verdict.failures.size() == 1);
  return verdict.failures.front();
}

std::vector<std::uint64_t> numbers_of(const std::vector<history_line>& history) {
  std::vector<std::uint64_t> numbers;
  for (const history_line& line : history) numbers.push_back(line.number);
  return numbers;
}

}  // namespace

TEST_CASE("expectations that agree with every figure hold", "[R3.12]") {
  const auto verdict =
      verdict_on({expected_figure{figure::balance, 3467.25_cr},
                  expected_figure{figure::available, 3467.25_cr}, expected_figure{figure::net, 3467.25_cr},
                  expected_figure{figure::wallet, 2500_cr}, expected_figure{figure::free, 7.25_cr},
                  expected_figure{figure::plan, 960_cr}, expected_figure{figure::addon, 0_cr},
                  expected_figure{figure::adjustment, 0_cr}, expected_figure{figure::paid, 2500_cr},
                  expected_figure{figure::held, 0_cr}, expected_figure{figure::debt, 0_cr}});
  CHECK(verdict.items == 11);
  CHECK(verdict.held == 11);
  CHECK(verdict.failures.empty());
}

TEST_CASE("expectations about an agent see what it spent, whether it is stopped, and its last outcome",
          "[R5.2][R5.3]") {
  const auto verdict = verdict_on(
      {expected_figure{figure::agent_spent, 130_cr}, expected_stopped{true}, expected_last{outcome::charged},
       expected_count{"charged", 1}, expected_count{"refused", 1}, expected_count{"granted", 0}},
      0);
  CHECK(verdict.held == 6);
}

TEST_CASE("a failed figure shows expected, actual, difference and where it was written") {
  const expectation_failure failure = failure_on(expected_figure{figure::plan, 1000_cr});
  CHECK(failure.asked.expected == "1000");
  CHECK(failure.actual == "960");
  CHECK(failure.difference == "-40");
  CHECK(failure.asked.file == "night.yaml");
  CHECK(failure.asked.line == 40);
  CHECK(failure.asked.column == 13);
}

TEST_CASE("a failed figure shows the movements of the credit that it counts, and no others") {
  CHECK(numbers_of(failure_on(expected_figure{figure::plan, 0_cr}).history) ==
        std::vector<std::uint64_t>{2, 3});
  CHECK(numbers_of(failure_on(expected_figure{figure::free, 0_cr}).history) ==
        std::vector<std::uint64_t>{1, 3, 13, 14});
  CHECK(numbers_of(failure_on(expected_figure{figure::wallet, 0_cr}).history) ==
        std::vector<std::uint64_t>{8});
  CHECK(numbers_of(failure_on(expected_figure{figure::balance, 0_cr}).history) ==
        std::vector<std::uint64_t>{1, 2, 3, 8, 13, 14});
  const auto of_plan = failure_on(expected_figure{figure::plan, 0_cr}).history;
  CHECK(of_plan[1].change == -40_cr);  // of the 130 that the debit took
  CHECK(of_plan[1].balance == 970_cr);
}

TEST_CASE("at most so many lines of history are shown, the last ones") {
  world_builder told;
  told.raw().files = {"long.yaml"};
  told.account("acme");
  const std::uint32_t asked = expect(told, 0, "2026-02-01", {expected_figure{figure::free, 1_cr}});
  told_history acme(0);
  acme.at("2026-01-01");
  for (lot_id lot = 1; lot <= 20; ++lot) acme.granted(lot, lot_kind::free, 1_cr);
  acme.at("2026-02-01").looks(asked, left_of({{lot_kind::free, 20_cr}}));
  const auto verdict = check_expectations(store_of(*told.build(), {acme})).value();
  const auto numbers = numbers_of(verdict.failures.at(0).history);
  CHECK(numbers.size() == history_lines_shown);
  CHECK(numbers.front() == 9);
  CHECK(numbers.back() == 20);
}

TEST_CASE("the last outcome is that of a step or a usage, not of what the account did by itself") {
  CHECK(failure_on(expected_last{outcome::charged}).actual == "scheduled");
  CHECK(failure_on(expected_last{outcome::granted}, 0).actual == "charged");
}

TEST_CASE("a count that is wrong says by how many and shows the events") {
  const expectation_failure failure = failure_on(expected_count{"granted", 5});
  CHECK(failure.actual == "4");
  CHECK(failure.difference == "-1");
  CHECK(numbers_of(failure.history) == std::vector<std::uint64_t>{1, 2, 8, 14});
}

TEST_CASE("an agent that is stopped against expectation shows its usage") {
  const expectation_failure failure = failure_on(expected_stopped{false}, 0);
  CHECK(failure.actual == "true");
  CHECK(failure.difference.empty());
  CHECK(numbers_of(failure.history) == std::vector<std::uint64_t>{3, 10, 11});
}

TEST_CASE(
    "an expectation without an answer fails where the run came by, and is not reached where it did not") {
  world_builder told = sample_world();
  expect(told, 0, "2026-02-25", {expected_figure{figure::plan, 1_cr}, expected_figure{figure::free, 1_cr}});
  auto store = store_of(*told.build(), {history_of_acme()});
  CHECK(check_expectations(store).value().failures.size() == 2);
  run_facts facts = sample_facts();
  facts.reached = when("2026-02-24");
  REQUIRE(store.write_facts(facts));
  const auto verdict = check_expectations(store).value();
  CHECK(verdict.failures.empty());
  CHECK(verdict.not_reached == 2);
}

TEST_CASE("a run passes if it came to its end, the ledgers agree, and expectations hold") {
  CHECK(passed(sample_facts(), {}));
  run_facts differs = sample_facts();
  differs.differences.push_back({"acme", {}, 1, "R14.2", "two balances"});
  CHECK_FALSE(passed(differs, {}));
  run_facts interrupted = sample_facts();
  interrupted.interrupted = true;
  CHECK_FALSE(passed(interrupted, {}));
  run_facts broken = sample_facts();
  broken.defect = "a stall";
  CHECK_FALSE(passed(broken, {}));
  expectation_verdict failed;
  failed.failures.emplace_back();
  CHECK_FALSE(passed(sample_facts(), failed));
}
