#include "engine/reference/agents.hpp"

#include <algorithm>

#include "engine/reference/cycles.hpp"
#include "engine/reference/lots.hpp"

namespace drawdown::reference {

void stop_where_only_paid_is_left(books& b) {
  const auto would_stop = [](const agent_state& agent) {
    return agent.policy == when_exhausted::stop && !agent.lifted;
  };
  if (std::none_of(b.agents.begin(), b.agents.end(), would_stop)) return;
  if (!figures_of(b).without_paid().is_zero()) return;
  for (agent_state& agent : b.agents)
    if (would_stop(agent)) agent.stopped = true;
}

void plan_credit_was_added(books& b, lot_kind kind) {
  if (kind != lot_kind::plan && kind != lot_kind::addon) return;
  for (agent_state& agent : b.agents) agent.stopped = false;
}

void persons_top_up_succeeded(desk& d) {
  if (!d.rules().top_up_ends_stop) return;
  for (agent_state& agent : d.books.agents) {
    if (!agent.stopped) continue;
    agent.stopped = false;
    agent.lifted = true;
  }
}

void turn_usage_period(desk& d) {
  d.books.next_turn = usage_period_ends(d);
  begin_period(d);
}

void begin_period(desk& d) {
  d.books.period_began = d.now;
  d.books.billing.push_back({.began = d.now});
  restart_counts(d.books);
}

void restart_counts(books& b) {
  for (agent_state& agent : b.agents) {
    agent.spent = credits{};
    agent.stopped = false;
    agent.lifted = false;
  }
  b.history.push_back({movement::what::counts_restart, 0, no_agent, credits{}});
  stop_where_only_paid_is_left(b);
}

void uncount(books& b, agent_index of, credits refunded) {
  if (of == no_agent) return;
  agent_state& agent = b.agents[of];
  const credits lowered = std::min(agent.spent, refunded);
  agent.spent -= lowered;
  b.history.push_back({movement::what::uncounted, 0, of, lowered});
}

void change_agent(books& b, const set_agent_command& change) {
  ensure(change.agent < b.agents.size(), "R5.4: a change names an agent of the account");
  agent_state& agent = b.agents[change.agent];
  if (change.policy) {
    agent.policy = *change.policy;
    agent.stopped = false;
    agent.lifted = false;
  }
  if (change.monthly_limit) agent.monthly_limit = *change.monthly_limit;
}

}  // namespace drawdown::reference
