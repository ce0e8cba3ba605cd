#include "engine/agents/spender.hpp"

#include <algorithm>

#include "engine/units/planted.hpp"

namespace drawdown {

credits spender::counted() const {
  return DRAWDOWN_PLANTED("holds_not_counted", spent + held, spent);
}

spender::split spender::split_at_limit(credits cost) const {
  if (!monthly_limit) return {cost, {}};
  const credits room = std::max(credits{}, *monthly_limit - counted());
  const credits within = std::min(cost, room);
  return {within, cost - within};
}

bool spender::stops_at_limit(credits cost) const {
  if (policy != when_exhausted::stop || !monthly_limit) return false;
  return DRAWDOWN_PLANTED("limit_counted_late", cost > *monthly_limit - counted(),
                          counted() >= *monthly_limit);
}

void spender::begin_period() {
  spent = credits{};
  stopped = false;
  lifted = false;
}

void spender::change(const set_agent_command& change) {
  if (change.policy) {
    policy = *change.policy;
    stopped = false;
    lifted = false;
  }
  if (change.monthly_limit) monthly_limit = *change.monthly_limit;
  if (DRAWDOWN_PLANTED("limit_change_restarts_count", false, change.monthly_limit.has_value()))
    spent = credits{};
}

void spender::note_top_up() {
  if (!stopped) return;
  stopped = false;
  lifted = true;
}

}  // namespace drawdown
