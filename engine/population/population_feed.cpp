#include "engine/population/population_feed.hpp"

#include <algorithm>
#include <utility>

#include "engine/units/wide.hpp"

namespace drawdown::population {
namespace {

constexpr duration shortest = duration::minutes(10);
constexpr duration longest = duration::days(31);

}  // namespace

population_feed::population_feed(std::shared_ptr<const world> in, std::vector<customer_habits> habits,
                                 std::size_t rows_at_a_time)
    : world_(std::move(in)),
      habits_(std::move(habits)),
      rows_at_a_time_(rows_at_a_time),
      told_(world_->start),
      at_a_time_(duration::hours(12)) {
  ensure(habits_.size() == world_->accounts.size(), "each account is a customer's");
  for (account_index account = 0; account < habits_.size(); ++account)
    for (agent_index agent = 0; agent < world_->accounts[account].agents.size(); ++agent)
      agents_.push_back({account, habitual_agent(*world_, account, agent, habits_[account])});
}

// How far a chunk goes follows from how much the one before had: outcomes do not depend on it.
result<fed_chunk> population_feed::next() {
  const instant until = told_ + at_a_time_;
  fed_chunk chunk;
  chunk.complete_until = until > world_->end ? instant::never() : until;
  const instant before = std::min(until, world_->end.next());
  for (known_agent& one : agents_)
    while (one.habits.next_at() < before)
      chunk.rows.push_back({one.account, one.habits.take(habits_[one.account])});
  std::sort(chunk.rows.begin(), chunk.rows.end(), [](const fed_usage& a, const fed_usage& b) {
    if (a.made.order.at != b.made.order.at) return a.made.order.at < b.made.order.at;
    if (a.account != b.account) return a.account < b.account;
    return a.made.order < b.made.order;
  });
  told_ = until;
  const auto rows = static_cast<std::int64_t>(std::max<std::size_t>(chunk.rows.size(), 1));
  const auto fitting = int128{at_a_time_.us()} * static_cast<std::int64_t>(rows_at_a_time_) / rows;
  at_a_time_ =
      std::clamp(duration::from_us(static_cast<std::int64_t>(std::min<int128>(fitting, longest.us()))),
                 shortest, longest);
  return chunk;
}

}  // namespace drawdown::population
