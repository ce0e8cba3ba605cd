#include "engine/worldgen/written_usage.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/sweep/account_run.hpp"
#include "engine/units/error.hpp"
#include "engine/worldgen/number_steps.hpp"

namespace drawdown::worldgen {
namespace {

bool draws(const agent_spec& agent) {
  return std::holds_alternative<drawn_source>(agent.source);
}

bool has_drawing_agent(const account_spec& account) {
  return std::any_of(account.agents.begin(), account.agents.end(), draws);
}

// What the agents of an account drew, in the order in which it came; nothing where a defect of ours ends it.
std::vector<usage> drawn_usage(const std::shared_ptr<const world>& in, account_index account) {
  sweep::account_run alone(in, account);
  try {
    alone.work_all();
  } catch (const defect&) {
    return {};
  }
  std::vector<usage> drawn;
  for (const event& one : alone.events()) {
    const auto* told = std::get_if<usage_event>(&one.body);
    if (told == nullptr || told->key.from != effect_key::space::agent) continue;
    usage row;
    row.order.at = one.at;
    row.quantity = told->quantity;
    row.agent = told->agent;
    row.meter = told->meter;
    row.user = told->user;
    row.group = told->group;
    row.times = told->times;
    row.value = told->value;
    drawn.push_back(row);
  }
  return drawn;
}

}  // namespace

std::shared_ptr<const world> with_written_usage(std::shared_ptr<const world> in) {
  if (std::none_of(in->accounts.begin(), in->accounts.end(), has_drawing_agent)) return in;
  auto written = std::make_shared<world>(*in);
  const auto file = static_cast<std::uint32_t>(written->usage_files.size());
  written->usage_files.emplace_back("drawn.csv");
  for (account_index i = 0; i < written->accounts.size(); ++i) {
    account_spec& account = written->accounts[i];
    if (!has_drawing_agent(account)) continue;
    for (agent_spec& agent : account.agents)
      if (draws(agent)) agent.source = timeline_source{};
    std::uint64_t line = 0;
    for (usage& row : drawn_usage(in, i)) {
      row.order = {row.order.at, turn_order::phase::file, file, ++line};
      row.key = {effect_key::space::file, file, line};
      std::get<timeline_source>(account.agents[row.agent].source).items.push_back(row);
    }
  }
  number_steps(*written);
  return written;
}

}  // namespace drawdown::worldgen
