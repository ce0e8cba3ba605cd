#include "engine/sweep/step.hpp"

#include <catch2/catch.hpp>

#include "world_builder.hpp"

using namespace drawdown;
using namespace drawdown::sweep;
using namespace drawdown::test;

TEST_CASE("steps are commands, usage of agents and rows of files, in their order", "[R2.4]") {
  world_builder w;
  auto acme = w.account("acme");
  const agent_index bot = acme.agent("bot");
  const std::uint32_t rows = w.usage_file("rows.csv");
  acme.at("2026-01-02").reads(rows, bot, 1);
  acme.uses(bot, 2).tops_up(10_usd).expects().does(crash_command{});
  acme.at("2026-01-01T12:00:00Z").uses(3);
  const auto in = w.build();
  const std::vector<step> steps = steps_of(in->accounts[0]);

  REQUIRE(steps.size() == 4);
  CHECK(steps[0].uses->quantity == 3'000'000);
  CHECK(steps[1].uses->quantity == 2'000'000);
  CHECK(steps[1].holder == bot);
  CHECK(std::holds_alternative<top_up_command>(steps[2].does->body));
  CHECK(steps[3].uses->quantity == 1'000'000);
  CHECK(steps[2].can_move());
  CHECK_FALSE(steps[3].can_move());
}

TEST_CASE("a moved step stands where it comes, and keeps its place among those of its instant", "[R2.4]") {
  world_builder w;
  auto acme = w.account("acme");
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-02").uses(bot, 1).tops_up(10_usd);
  acme.at("2026-01-03").uses(bot, 2).tops_up(20_usd);
  const auto in = w.build();
  const account_spec& base = in->accounts[0];
  const std::vector<step> steps = steps_of(base);

  CHECK(changed(base, steps, {}).commands == base.commands);

  turn_order later = steps[0].order;
  later.at = when("2026-01-03");
  const account_spec usage_moved = changed(base, steps, {{0, later}});
  const auto& items = std::get<timeline_source>(usage_moved.agents[bot].source).items;
  CHECK(items[0].quantity == 1'000'000);
  CHECK(items[0].order.at == items[1].order.at);
  CHECK(items[0].key == steps[0].key);

  turn_order earlier = steps[3].order;
  earlier.at = when("2026-01-01");
  const account_spec command_moved = changed(base, steps, {{3, earlier}});
  CHECK(command_moved.commands[0]->key == steps[3].key);
  CHECK(command_moved.commands[0]->order == earlier);
  CHECK(command_moved.commands[1] == base.commands[0]);
}

TEST_CASE("a usage that is moved before it occurred occurs when it arrives", "[R2.5]") {
  world_builder w;
  auto acme = w.account("acme");
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-03").uses(bot, 1).occurred("2026-01-02").uses(2).occurred("2026-01-02");
  const auto in = w.build();
  const std::vector<step> steps = steps_of(in->accounts[0]);
  const auto occurred_at = [&](std::string_view moved_to) {
    changes made;
    for (step_index i = 0; i < steps.size(); ++i) {
      turn_order order = steps[i].order;
      order.at = when(moved_to);
      made.emplace_back(i, order);
    }
    const account_spec other = changed(in->accounts[0], steps, made);
    const instant of_agent = std::get<timeline_source>(other.agents[bot].source).items[0].occurred_at;
    CHECK(std::get<usage>(other.commands[0]->body).occurred_at == of_agent);
    return of_agent;
  };
  CHECK(occurred_at("2026-01-04") == when("2026-01-02"));
  CHECK(occurred_at("2026-01-01") == when("2026-01-01"));
}
