#include "engine/sweep/step.hpp"

#include <algorithm>
#include <memory>

namespace drawdown::sweep {
namespace {

step of_command(const command& does, std::size_t position) {
  step made{.order = does.order, .key = does.key, .holder = no_agent, .position = position, .does = &does};
  made.uses = std::get_if<usage>(&does.body);
  if (const auto* heard = std::get_if<notice_command>(&does.body)) made.key = heard->payment;
  return made;
}

bool does_something(const command& what) {
  return !std::holds_alternative<crash_command>(what.body) &&
         !std::holds_alternative<expect_command>(what.body);
}

}  // namespace

std::vector<step> steps_of(const account_spec& of) {
  std::vector<step> steps;
  for (std::size_t i = 0; i < of.commands.size(); ++i)
    if (does_something(*of.commands[i])) steps.push_back(of_command(*of.commands[i], i));
  for (agent_index agent = 0; agent < of.agents.size(); ++agent) {
    const auto* timeline = std::get_if<timeline_source>(&of.agents[agent].source);
    if (timeline == nullptr) continue;
    for (std::size_t i = 0; i < timeline->items.size(); ++i) {
      const usage& item = timeline->items[i];
      steps.push_back({.order = item.order, .key = item.key, .holder = agent, .position = i, .uses = &item});
    }
  }
  std::ranges::stable_sort(steps, {}, &step::order);
  return steps;
}

namespace {

// What occurred before it arrived never occurs later than it arrives (R2.5).
void put(usage& moved, const turn_order& order) {
  moved.order = order;
  if (!moved.occurred_at.is_never()) moved.occurred_at = std::min(moved.occurred_at, order.at);
}

}  // namespace

account_spec changed(const account_spec& of, const std::vector<step>& steps, const changes& made) {
  account_spec result = of;
  for (const auto& [index, order] : made) {
    const step& moved = steps.at(index);
    if (moved.holder != no_agent) {
      put(std::get<timeline_source>(result.agents[moved.holder].source).items[moved.position], order);
      continue;
    }
    auto other = std::make_shared<command>(*moved.does);
    other->order = order;
    if (auto* used = std::get_if<usage>(&other->body)) put(*used, order);
    result.commands[moved.position] = std::move(other);
  }
  std::ranges::stable_sort(result.commands, {}, [](const auto& one) { return one->order; });
  for (agent_spec& agent : result.agents)
    if (auto* timeline = std::get_if<timeline_source>(&agent.source))
      std::ranges::stable_sort(timeline->items, {}, &usage::order);
  return result;
}

}  // namespace drawdown::sweep
