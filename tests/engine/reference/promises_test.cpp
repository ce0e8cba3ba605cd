#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// An account with one agent and ten credits, and its stimuli over the whole run, for a test to bend.
struct bent_run {
  world_builder w;
  std::shared_ptr<const world> in;
  epoch_stimuli stimuli;

  bent_run() {
    auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr)).pays_by(good_card());
    acme.agent("bot");
    in = w.build();
    stimuli = stimuli_of(*in, 0, in->start, in->end.next());
    stimuli.plans.clear();
  }

  static usage using_units(const char* at, std::uint64_t number, std::int64_t units, agent_index agent = 0) {
    usage used;
    used.order = {when(at), turn_order::phase::population, agent, number};
    used.key = {effect_key::space::agent, agent, number};
    used.quantity = units * 1'000'000;
    used.agent = agent;
    return used;
  }

  plan& adds_plan(std::vector<usage> items, instant until, outcome_set halts_on = {}) {
    auto told = std::make_shared<plan>(plan{0, std::move(items), until, halts_on});
    stimuli.plans.push_back(told);
    return *told;
  }

  reference::epoch_result judged() const { return reference::ledger(in, 0).run_epoch(stimuli); }

  std::vector<std::int64_t> units_worked() const {
    std::vector<std::int64_t> all;
    for (const event& e : judged().events)
      if (const auto* used = std::get_if<usage_event>(&e.body)) all.push_back(used->quantity / 1'000'000);
    return all;
  }
};

outcome_set halting(outcome o) {
  outcome_set set;
  set.add(o);
  return set;
}

}  // namespace

TEST_CASE("an outcome that halts an agent voids the rest of its plan, and the next plan goes on",
          "[R2.4][R2.8]") {
  bent_run run;
  run.adds_plan({run.using_units("2026-01-05", 1, 3), run.using_units("2026-01-06", 2, 8),
                 run.using_units("2026-01-07", 3, 1)},
                when("2026-02-01"), halting(outcome::insufficient_credit));
  run.adds_plan({run.using_units("2026-01-06T00:00:00.000001Z", 3, 2), run.using_units("2026-03-06", 4, 4)},
                run.in->end.next(), halting(outcome::insufficient_credit));
  CHECK(run.units_worked() == std::vector<std::int64_t>{3, 8, 2, 4});
  CHECK_FALSE(run.judged().difference);
}

TEST_CASE("plans of one agent follow each other, those of others are merged in", "[R2.4]") {
  bent_run run;
  run.adds_plan({run.using_units("2026-01-05", 1, 1)}, when("2026-01-06"));
  run.adds_plan({}, when("2026-01-07"));
  run.adds_plan({run.using_units("2026-01-07", 2, 2)}, instant::never());
  CHECK(run.units_worked() == std::vector<std::int64_t>{1, 2});
  CHECK_FALSE(run.judged().difference);
}

TEST_CASE("a repeated usage halts by its replayed outcome", "[R4.3]") {
  bent_run run;
  usage first = run.using_units("2026-01-05", 1, 11);
  usage again = run.using_units("2026-01-06", 2, 11);
  first.key = again.key = {effect_key::space::given, 0, 0};
  const auto halts = halting(outcome::insufficient_credit);
  run.adds_plan({first}, when("2026-01-06"), halts);
  run.adds_plan({again, run.using_units("2026-01-07", 3, 1)}, when("2026-02-01"), halts);
  run.adds_plan({run.using_units("2026-01-08", 4, 2)}, run.in->end.next(), halts);
  CHECK(run.units_worked() == std::vector<std::int64_t>{11, 11, 2});
  CHECK_FALSE(run.judged().difference);
}

TEST_CASE("an agent that breaks its promise or its order is a difference", "[R2.4]") {
  const auto end = when("2026-05-01");
  SECTION("an item at or after the promise") {
    bent_run run;
    run.adds_plan({run.using_units("2026-01-06", 1, 1)}, when("2026-01-06"));
    run.adds_plan({}, end);
    CHECK(run.judged().difference.value_or("").find("agent bot broke its promise") == 0);
  }
  SECTION("an item before the promise of an earlier plan") {
    bent_run run;
    run.adds_plan({}, when("2026-01-07"));
    run.adds_plan({run.using_units("2026-01-06", 1, 1)}, end);
    CHECK(run.judged().difference);
  }
  SECTION("items that do not ascend") {
    bent_run run;
    run.adds_plan({run.using_units("2026-01-06", 2, 1), run.using_units("2026-01-06", 1, 1)}, end);
    CHECK(run.judged().difference);
  }
  SECTION("an item within the instant that halted it") {
    bent_run run;
    run.adds_plan({run.using_units("2026-01-06", 1, 11)}, end, halting(outcome::insufficient_credit));
    run.adds_plan({run.using_units("2026-01-06", 2, 1)}, end);
    CHECK(run.judged().difference);
  }
  SECTION("usage of another agent") {
    bent_run run;
    run.adds_plan({run.using_units("2026-01-06", 1, 1, 1)}, end);
    CHECK(run.judged().difference);
  }
  SECTION("a promise that ends before the epoch") {
    bent_run run;
    run.adds_plan({run.using_units("2026-01-06", 1, 1)}, when("2026-01-07"));
    CHECK(run.judged().difference ==
          "agent bot promised its usage until 2026-01-07T00:00:00Z, the epoch goes until "
          "2026-03-31T23:59:59.000001Z");
  }
  SECTION("a halt after which it was not asked again") {
    bent_run run;
    run.adds_plan({run.using_units("2026-01-06", 1, 11)}, end, halting(outcome::insufficient_credit));
    CHECK(run.judged().difference);
  }
  SECTION("a plan of an agent that the account does not have") {
    bent_run run;
    run.adds_plan({}, end).agent = 5;
    CHECK(run.judged().difference);
  }
}

TEST_CASE("steps that are out of order or out of the epoch are a difference", "[R2.4]") {
  bent_run run;
  run.w.account("other").at("2026-01-06").uses(1).uses(2);
  auto steps = run.w.build()->accounts[1].commands;
  run.stimuli.commands = {steps[1], steps[0]};
  CHECK(run.judged().difference);
  run.stimuli.commands = steps;
  CHECK_FALSE(run.judged().difference);
  run.stimuli.until = when("2026-01-05");
  CHECK(run.judged().difference);
}

TEST_CASE("an answer that is missing or that nobody asked for is a difference, and names the charge",
          "[R10.1]") {
  world_builder w;
  w.account("acme").pays_by(good_card()).at("2026-01-05").tops_up(20_usd);
  const auto in = w.build();
  epoch_stimuli stimuli = stimuli_of(*in, 0, in->start, in->end.next());
  const reference::epoch_result alone = reference::ledger(in, 0).run_epoch(stimuli);
  CHECK(alone.difference ==
        "the gateway's answer is missing: payment 1, attempt 1, at 2026-01-05T00:00:00Z, 20.00 USD");
  REQUIRE(alone.charges.size() == 1);

  script right = script_of(alone.charges[0], by_card(alone.charges[0]));
  stimuli.scripts = {std::make_shared<script>(right)};
  CHECK_FALSE(reference::ledger(in, 0).run_epoch(stimuli).difference);

  stimuli.scripts.push_back(std::make_shared<script>(right));
  CHECK(reference::ledger(in, 0).run_epoch(stimuli).difference ==
        "the gateway answered a charge that was not made: payment 1, attempt 1, at 2026-01-05T00:00:00Z, "
        "20.00 USD");

  script other = right;
  other.of.amount = 19_usd;
  stimuli.scripts = {std::make_shared<script>(other)};
  CHECK(reference::ledger(in, 0).run_epoch(stimuli).difference.value_or("").find("is missing") !=
        std::string::npos);
}

TEST_CASE("a ledger is a value: a copy goes its own way", "[R2.8]") {
  world_builder w;
  w.account("acme").begins_with(lot(lot_kind::free, 10_cr)).at("2026-01-05").uses(3);
  const auto in = w.build();
  reference::ledger kept(in, 0);
  const epoch_stimuli stimuli = stimuli_of(*in, 0, in->start, in->end.next());
  reference::ledger copy = kept;
  const auto first = copy.run_epoch(stimuli);
  CHECK(kept.run_epoch(stimuli).events == first.events);
}

namespace {

std::shared_ptr<const command> holding(const char* at, std::uint64_t number, credits amount) {
  command step;
  step.order = {when(at), turn_order::phase::population, 0, number};
  step.key = {effect_key::space::agent, 0, number};
  hold_command held;
  held.agent = 0;
  held.amount = amount;
  step.body = held;
  return std::make_shared<const command>(step);
}

std::vector<outcome> hold_outcomes(const std::vector<event>& events) {
  std::vector<outcome> all;
  for (const event& e : events)
    if (const auto* held = std::get_if<hold_event>(&e.body)) all.push_back(held->result);
  return all;
}

}  // namespace

TEST_CASE("steps of an agent are worked among its usages, in turn order", "[R2.4]") {
  bent_run run;
  plan& told = run.adds_plan({run.using_units("2026-01-05", 1, 3), run.using_units("2026-01-07", 3, 3)},
                             run.in->end.next());
  told.steps = {holding("2026-01-06", 2, 7_cr), holding("2026-01-08", 4, 1_cr)};
  const auto judged = run.judged();
  CHECK_FALSE(judged.difference);
  // 10 - 3 leaves 7 to be held; then nothing is left for the usage, nor for the other hold.
  CHECK(hold_outcomes(judged.events) == std::vector{outcome::held, outcome::insufficient_credit});
  CHECK(run.units_worked() == std::vector<std::int64_t>{3, 3});
}

TEST_CASE("a step that breaks its agent's promise is left out and complained of", "[R2.8]") {
  bent_run run;
  run.adds_plan({}, when("2026-01-06"));
  plan& told = run.adds_plan({}, run.in->end.next());
  told.steps = {holding("2026-01-05", 1, 1_cr), holding("2026-01-07", 2, 1_cr)};
  const auto judged = run.judged();
  REQUIRE(judged.difference);
  CHECK(judged.difference->find("with its step at 2026-01-05") != std::string::npos);
  CHECK(hold_outcomes(judged.events) == std::vector{outcome::held});
}

TEST_CASE("an outcome that halts an agent voids the steps behind it too", "[R2.8]") {
  bent_run run;
  plan& told = run.adds_plan({run.using_units("2026-01-05", 1, 30)}, run.in->end.next(),
                             halting(outcome::insufficient_credit));
  told.steps = {holding("2026-01-06", 2, 1_cr)};
  run.adds_plan({}, run.in->end.next());
  const auto judged = run.judged();
  CHECK_FALSE(judged.difference);
  CHECK(hold_outcomes(judged.events).empty());
}
