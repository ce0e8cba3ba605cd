#include "scenarios/language/write_population.hpp"

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/population/habitual_agent.hpp"
#include "scenarios/language/read_timeline.hpp"
#include "scenarios/language/write_scenario.hpp"

namespace drawdown::language {
namespace {

// Where something stands that is a step of the scenario to be.
struct place_of_step {
  turn_order order;  // as the population has it
  account_index account = 0;
  agent_index agent = no_agent;  // whose usage it is; nobody's: a step of the account
  std::size_t position = 0;      // among those of the agent or the account
};

// Puts what agents use by habit into timelines; false where it is too much for one.
bool write_usage_out(world& what, const std::vector<population::customer_habits>& habits,
                     std::vector<place_of_step>& steps) {
  for (account_index account = 0; account < what.accounts.size(); ++account) {
    account_spec& spec = what.accounts[account];
    for (std::size_t i = 0; i < spec.commands.size(); ++i)
      steps.push_back({spec.commands[i]->order, account, no_agent, i});
    for (agent_index agent = 0; agent < spec.agents.size(); ++agent) {
      timeline_source told;
      population::habitual_agent uses(what, account, agent, habits[account]);
      while (uses.next_at() <= what.end) {
        if (steps.size() >= most_steps) return false;
        told.items.push_back(uses.take(habits[account]));
        steps.push_back({told.items.back().order, account, agent, told.items.size() - 1});
      }
      spec.agents[agent].source = std::move(told);
    }
  }
  return steps.size() <= most_steps;
}

// Numbers the steps in the order in which they act, as places in one timeline; keys follow from that.
void number(world& what, std::vector<place_of_step>& steps) {
  std::sort(steps.begin(), steps.end(), [](const place_of_step& a, const place_of_step& b) {
    return std::tie(a.order.at, a.account, a.order) < std::tie(b.order.at, b.account, b.order);
  });
  for (std::uint64_t i = 0; i < steps.size(); ++i) {
    const place_of_step& step = steps[i];
    account_spec& spec = what.accounts[step.account];
    const turn_order order{step.order.at, turn_order::phase::timeline, 0, i + 1};
    const effect_key key{effect_key::space::timeline, 0, i + 1};
    if (step.agent == no_agent) {
      command numbered = *spec.commands[step.position];
      numbered.order = order;
      numbered.key = key;
      spec.commands[step.position] = std::make_shared<const command>(std::move(numbered));
    } else {
      usage& used = std::get<timeline_source>(spec.agents[step.agent].source).items[step.position];
      used.order = order;
      used.key = key;
    }
  }
}

}  // namespace

result<std::string> write_population(const world& what,
                                     const std::vector<population::customer_habits>& habits,
                                     const rules_used* rules) {
  world scripted = what;
  std::vector<place_of_step> steps;
  if (!write_usage_out(scripted, habits, steps))
    return fail(
        error_code::out_of_range,
        fmt::format("a timeline has at most {} steps, and these customers do more: write fewer of them, or "
                    "fewer months",
                    most_steps));
  number(scripted, steps);
  return write_scenario(scripted, rules);
}

}  // namespace drawdown::language
