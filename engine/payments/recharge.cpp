#include "engine/payments/recharge.hpp"

#include <algorithm>
#include <utility>

namespace drawdown {

credits recharge_state::watched(const figures& now, credits pending) const {
  const credits seen = terms->watch == recharge_watch::available ? now.available() : now.wallet() - now.held;
  return seen - now.debt + (terms->count_pending ? pending : credits{});
}

bool recharge_state::report_once() {
  return !std::exchange(reported, true);
}

effect_key recharge_state::next_key() {
  return {effect_key::space::recharge, 0, ++begun};
}

std::optional<instant> retry_due(const settings& rules, std::uint32_t attempts, instant first_failure,
                                 instant now) {
  if (attempts == 0 || attempts > rules.retry.size()) return std::nullopt;
  return std::max(first_failure + rules.retry[attempts - 1], now.next());
}

}  // namespace drawdown
