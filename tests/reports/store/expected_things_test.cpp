// Expectations of lots, holds, answers under a key, and lines of the history; totals at the end; rules that
// always hold.
#include <catch2/catch.hpp>

#include "reports/store/verdict.hpp"
#include "tests/reports/expecting.hpp"
#include "tests/reports/sample_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

constexpr std::string_view look_at = "2026-01-06";
const effect_key usage_key = key_of_step(101);
const effect_key hold_key = key_of_step(501);
const effect_key capture_key = key_of_step(603);

world_builder desk_world() {
  world_builder told;
  told.raw().files = {"desk.yaml"};
  auto hotel = told.account("hotel");
  hotel.agent("desk");
  hotel.agent("night");
  told.account("inn");
  return told;
}

// Usage of 10 and a hold of 60, of which 42 are captured, out of a lot of 100.
told_history history_of_desk() {
  told_history hotel(0);
  hotel.at("2026-01-05").granted(1, lot_kind::free, 100_cr);
  hotel.at("2026-01-05T01:00:00Z").used(0, 0, 10'000'000, {{1, 10_cr}});
  hotel.at("2026-01-05T02:00:00Z").holds(1, 0, {{1, 60_cr}});
  hotel.at("2026-01-05T03:00:00Z").captures(1, 0, {{1, 42_cr}}, {}, true);
  return hotel;
}

figures seen_at_desk() {
  figures seen = left_of({{lot_kind::free, 48_cr}});
  seen.held = 18_cr;
  return seen;
}

expectation_verdict verdict_on(std::vector<item_body> items, agent_index agent = no_agent) {
  world_builder told = desk_world();
  const std::uint32_t asked = expect(told, 0, look_at, std::move(items), agent);
  told_history hotel = history_of_desk();
  hotel.at(look_at).looks(asked, seen_at_desk(), agent, agent == no_agent ? 0_cr : 52_cr, false,
                          agent == no_agent ? 0_cr : 18_cr);
  // What comes later must not count.
  hotel.at("2026-01-07")
      .releases(1, 0, {{1, 18_cr, released_to::lot}})
      .used(0, 0, 1'000'000, {{1, 1_cr}})
      .ends(1, 47_cr);
  return check_expectations(store_of(*told.build(), {hotel})).value();
}

expectation_failure failure_on(item_body item, agent_index agent = no_agent) {
  expectation_verdict verdict = verdict_on({std::move(item)}, agent);
  REQUIRE(verdict.failures.size() == 1);
  return std::move(verdict.failures.front());
}

std::vector<std::uint64_t> numbers_of(const std::vector<history_line>& history) {
  std::vector<std::uint64_t> numbers;
  for (const history_line& line : history) numbers.push_back(line.number);
  return numbers;
}

expected_line line_of(std::uint32_t number, std::string kind) {
  expected_line line;
  line.line = number;
  line.kind = std::move(kind);
  return line;
}

// `accounts.*.FIGURE COMPARISON AMOUNT`
always_rule rule_on(figure which, comparison compares, credits amount) {
  always_rule rule;
  rule.place = {0, 7, 5};
  rule.compares = compares;
  rule_term left;
  left.of = is_of_agent(which) ? rule_term::whose::each_agent : rule_term::whose::account;
  left.which = which;
  rule.left = {left};
  rule_term right;
  right.amount = amount;
  rule.right = {right};
  return rule;
}

expectation_verdict verdict_on_rule(const always_rule& rule) {
  world_builder told = desk_world();
  told.raw().rules = {rule};
  return check_expectations(store_of(*told.build(), {history_of_desk()})).value();
}

expectation_verdict verdict_on_totals(std::vector<expected_total> totals) {
  world_builder told = desk_world();
  told.raw().totals = std::move(totals);
  told_history inn(1);
  inn.at("2026-01-05").granted(1, lot_kind::plan, 1000_cr);
  inn.charges(1, 1, false, 20_usd, 1000_cr)
      .hears(1, 1, false, payment_answer::succeeded, notice_effect::credited)
      .credited(2, 1);
  inn.charges(2, 1, true, 20_usd, 1000_cr)
      .hears(2, 1, false, payment_answer::succeeded, notice_effect::credited)
      .credited(3, 2);
  inn.charges(3, 1, true, 20_usd, 1000_cr);
  return check_expectations(store_of(*told.build(), {history_of_desk(), inn})).value();
}

}  // namespace

TEST_CASE("the parts of a lot are expected by the key of what made it", "[R14.1]") {
  const effect_key key = key_of_step(1);
  const auto verdict =
      verdict_on({expected_lot{key, lot_part::left, 48_cr}, expected_lot{key, lot_part::held, 18_cr},
                  expected_lot{key, lot_part::granted, 100_cr}, expected_lot{key, lot_part::used, 52_cr},
                  expected_lot{key, lot_part::expired, 0_cr}, expected_lot{key, lot_part::revoked, 0_cr},
                  expected_lot{key, lot_part::refilled, 0_cr}, expected_lot_end{key, false}});
  CHECK(verdict.held == 8);
  const auto left = failure_on(expected_lot{key, lot_part::left, 50_cr});
  CHECK(left.asked.what == "lot");
  CHECK(left.asked.of == "step-1");
  CHECK(left.asked.name == "left");
  CHECK(left.actual == "48");
  CHECK(left.difference == "-2");
  CHECK(numbers_of(left.history) == std::vector<std::uint64_t>{1, 2, 3, 4});
  CHECK(left.history[3].change == -42_cr);
  CHECK(failure_on(expected_lot{key, lot_part::held, 50_cr}).history[2].change == 60_cr);
  CHECK(failure_on(expected_lot_end{key, true}).actual == "false");
  const auto missing = failure_on(expected_lot{key_of_step(7), lot_part::left, 0_cr});
  CHECK(missing.actual == "none");
  CHECK(missing.difference.empty());
  CHECK(missing.history.empty());
}

TEST_CASE("the parts and the state of a hold are expected by its key", "[R6.1][R6.2]") {
  const auto verdict = verdict_on(
      {expected_hold{hold_key, hold_part::left, 18_cr}, expected_hold{hold_key, hold_part::amount, 60_cr},
       expected_hold{hold_key, hold_part::captured, 42_cr},
       expected_hold{hold_key, hold_part::released, 0_cr}, expected_hold_state{hold_key, hold_state::open}});
  CHECK(verdict.held == 5);
  const auto state = failure_on(expected_hold_state{hold_key, hold_state::voided});
  CHECK(state.actual == "open");
  CHECK(numbers_of(state.history) == std::vector<std::uint64_t>{3, 4});
  CHECK(failure_on(expected_hold{hold_key, hold_part::left, 20_cr}).difference == "-2");
  CHECK(failure_on(expected_hold_state{key_of_step(7), hold_state::open}).actual == "none");
}

TEST_CASE("the outcome of a key is what its first step was answered with", "[R4.3]") {
  const auto verdict =
      verdict_on({expected_outcome{usage_key, outcome::charged}, expected_outcome{hold_key, outcome::held},
                  expected_outcome{capture_key, outcome::captured}});
  CHECK(verdict.held == 3);
  const auto failure = failure_on(expected_outcome{usage_key, outcome::insufficient_credit});
  CHECK(failure.actual == "charged");
  CHECK(failure.asked.of == "step-101");
  CHECK(numbers_of(failure.history) == std::vector<std::uint64_t>{2});
  CHECK(failure_on(expected_outcome{key_of_step(7), outcome::charged}).actual == "none");
}

TEST_CASE("a second arrival under a key with other content does not change the outcome of the key",
          "[R4.3]") {
  world_builder told = desk_world();
  const std::uint32_t asked = expect(told, 0, look_at, {expected_outcome{usage_key, outcome::charged}});
  told_history hotel = history_of_desk();
  usage_event again;
  again.key = usage_key;
  again.agent = 0;
  again.result = outcome::idempotency_conflict;
  again.balance = 48_cr;
  hotel.at("2026-01-05T04:00:00Z").tells(again).at(look_at).looks(asked, seen_at_desk());
  CHECK(check_expectations(store_of(*told.build(), {hotel})).value().held == 1);
}

TEST_CASE("an agent's counted credit is what it spent and what it has in open holds", "[R5.3]") {
  CHECK(verdict_on(
            {expected_figure{figure::agent_spent, 52_cr}, expected_figure{figure::agent_counted, 70_cr}}, 0)
            .held == 2);
  const auto failure = failure_on(expected_figure{figure::agent_counted, 60_cr}, 0);
  CHECK(failure.difference == "10");
  CHECK(numbers_of(failure.history) == std::vector<std::uint64_t>{2, 3});
}

TEST_CASE("lines of the history are expected newest first, each as far as it is named", "[R12.1]") {
  expected_line first = line_of(1, "captured");
  first.change = -42_cr;
  first.balance = 48_cr;
  first.debt = 0_cr;
  first.key = capture_key;
  first.agent = 0;
  expected_line of_hold = line_of(1, "captured_usage");
  of_hold.key = hold_key;
  expected_line last = line_of(2, "granted");
  last.page = 2;
  last.size = 2;
  CHECK(verdict_on({first, of_hold, line_of(2, "hold"), line_of(3, "usage"), last}).held == 5);
  CHECK(verdict_on({line_of(3, "charged")}, 0).held == 1);

  expected_line wrong = first;
  wrong.change = -41_cr;
  wrong.debt.reset();
  const auto failure = failure_on(wrong);
  CHECK(failure.asked.what == "history");
  CHECK(failure.asked.of == "1");
  CHECK(failure.asked.expected == "captured, credits -41, balance 48, key step-603, agent desk");
  CHECK(failure.actual == "captured, credits -42, balance 48, key step-603, agent desk");
  CHECK(failure.difference.empty());
  CHECK(numbers_of(failure.history) == std::vector<std::uint64_t>{1, 2, 3, 4});
  CHECK(failure_on(line_of(1, "usage")).actual == "captured_usage (event captured)");
  CHECK(failure_on(line_of(5, "usage")).actual == "none");
  CHECK(failure_on(line_of(4, "usage"), 0).actual == "none");  // the grant is not the agent's
}

TEST_CASE("a rule that holds at the end of every instant is held", "[R3.12]") {
  const auto verdict = verdict_on_rule(rule_on(figure::balance, comparison::at_most, 100_cr));
  CHECK(verdict.items == 1);
  CHECK(verdict.held == 1);
  CHECK(verdict_on_rule(rule_on(figure::agent_counted, comparison::at_most, 70_cr)).held == 1);
}

TEST_CASE("of a rule that is broken the first breach is told, and how many there were") {
  const auto verdict = verdict_on_rule(rule_on(figure::available, comparison::at_least, 50_cr));
  REQUIRE(verdict.failures.size() == 1);
  const expectation_failure& failure = verdict.failures[0];
  CHECK(failure.asked.what == "always");
  CHECK(failure.asked.name == "accounts.*.available >= 50");
  CHECK(failure.asked.file == "desk.yaml");
  CHECK(failure.asked.line == 7);
  CHECK(failure.asked.column == 5);
  CHECK(failure.asked.account_name == "hotel");
  CHECK(failure.asked.at == when("2026-01-05T02:00:00Z"));
  CHECK(failure.asked.expected == ">= 50");
  CHECK(failure.actual == "30");
  CHECK(failure.difference == "-20");
  CHECK(failure.asked.breaches == 2);
  CHECK(numbers_of(failure.history) == std::vector<std::uint64_t>{1, 2, 3});
  CHECK_FALSE(passed(sample_facts(), verdict));
}

TEST_CASE("a rule about each agent says whose figure broke it", "[R5.3]") {
  const auto verdict = verdict_on_rule(rule_on(figure::agent_spent, comparison::less, 52_cr));
  REQUIRE(verdict.failures.size() == 1);
  CHECK(verdict.failures[0].asked.agent_name == "desk");
  CHECK(verdict.failures[0].asked.breaches == 1);
  CHECK(numbers_of(verdict.failures[0].history) == std::vector<std::uint64_t>{2, 4});
}

TEST_CASE("a rule sees the end of an instant, not what passes within it") {
  world_builder told = desk_world();
  told.raw().rules = {rule_on(figure::balance, comparison::at_most, 100_cr)};
  told_history hotel(0);
  hotel.at("2026-01-05").granted(1, lot_kind::free, 100_cr).granted(2, lot_kind::free, 50_cr);
  hotel.used(0, 0, 60'000'000, {{1, 60_cr}});
  CHECK(check_expectations(store_of(*told.build(), {hotel})).value().held == 1);
}

TEST_CASE("looking at an account is nothing that happens to it") {
  world_builder told = desk_world();
  told.raw().rules = {rule_on(figure::balance, comparison::less, 48_cr)};
  const std::uint32_t asked = expect(told, 0, look_at, {expected_figure{figure::balance, 48_cr}});
  told_history hotel = history_of_desk();
  hotel.at(look_at).looks(asked, seen_at_desk());
  const auto verdict = check_expectations(store_of(*told.build(), {hotel})).value();
  REQUIRE(verdict.failures.size() == 1);
  CHECK(verdict.failures[0].asked.breaches == 4);
}

TEST_CASE("of several accounts the earliest breach comes first") {
  world_builder told = desk_world();
  told.raw().rules = {rule_on(figure::balance, comparison::equal, 0_cr)};
  told_history inn(1);
  inn.at("2026-01-04").granted(1, lot_kind::free, 5_cr);
  const auto verdict = check_expectations(store_of(*told.build(), {history_of_desk(), inn})).value();
  REQUIRE(verdict.failures.size() == 1);
  CHECK(verdict.failures[0].asked.account_name == "inn");
  CHECK(verdict.failures[0].asked.breaches == 5);
}

TEST_CASE("a rule about an account to which nothing happens, or an agent that it lacks, is not reached") {
  always_rule rule = rule_on(figure::balance, comparison::equal, 5_cr);
  rule.account = 1;
  CHECK(verdict_on_rule(rule).not_reached == 1);
  rule = rule_on(figure::agent_spent, comparison::equal, 5_cr);
  rule.left[0].of = rule_term::whose::agent;
  rule.left[0].agent = "morning";
  CHECK(verdict_on_rule(rule).not_reached == 1);
}

TEST_CASE("totals are sums over all accounts at the end") {
  const auto verdict = verdict_on_totals({{{0, 9, 3}, expected_figure{figure::balance, 3048_cr}},
                                          {{0, 9, 3}, expected_figure{figure::held, 18_cr}},
                                          {{0, 9, 3}, expected_figure{figure::available, 3030_cr}},
                                          {{0, 9, 3}, expected_figure{figure::debt, 0_cr}},
                                          {{0, 9, 3}, expected_figure{figure::wallet, 2000_cr}},
                                          {{0, 9, 3}, expected_flow{credit_flow::granted, 3100_cr}},
                                          {{0, 9, 3}, expected_flow{credit_flow::used, 52_cr}},
                                          {{0, 9, 3}, expected_flow{credit_flow::expired, 0_cr}},
                                          {{0, 9, 3}, expected_flow{credit_flow::forgiven, 0_cr}},
                                          {{0, 9, 3}, expected_payments{false, 2}},
                                          {{0, 9, 3}, expected_payments{true, 1}},
                                          {{0, 9, 3}, expected_count{"granted", 4}}});
  CHECK(verdict.held == 12);
}

TEST_CASE("a total that is wrong says by how much, and is of no account") {
  const auto verdict = verdict_on_totals({{{0, 9, 3}, expected_figure{figure::plan, 999_cr}}});
  REQUIRE(verdict.failures.size() == 1);
  const expectation_failure& failure = verdict.failures[0];
  CHECK(failure.asked.what == "total");
  CHECK(failure.asked.line == 9);
  CHECK_FALSE(failure.asked.account.has_value());
  CHECK(failure.actual == "1000");
  CHECK(failure.difference == "1");
  CHECK(failure.history.empty());
}

TEST_CASE("totals of a run that ended before its end are not reached") {
  world_builder told = desk_world();
  told.raw().totals = {{{0, 9, 3}, expected_figure{figure::plan, 999_cr}}};
  auto store = store_of(*told.build(), {history_of_desk()});
  run_facts facts = sample_facts();
  facts.reached = when("2026-01-06");
  REQUIRE(store.write_facts(facts));
  const auto verdict = check_expectations(store).value();
  CHECK(verdict.not_reached == 1);
  CHECK(verdict.failures.empty());
}
