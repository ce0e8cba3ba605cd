#include "engine/agents/agent_core.hpp"

#include <algorithm>

#include "engine/draws/stream.hpp"

namespace drawdown {
namespace {

// The draws of one usage, by number (R14.7: never renumbered).
enum class usage_draw : std::uint16_t { moment, quantity };

outcome_set all_refusals() {
  outcome_set refusals;
  for (std::size_t i = 0; i < outcomes; ++i)
    if (const auto o = static_cast<outcome>(i); is_refusal(o)) refusals.add(o);
  return refusals;
}

}  // namespace

agent_core::agent_core(std::shared_ptr<const world> in, account_index account, agent_index agent)
    : world_(std::move(in)), account_(account), agent_(agent), paused_until_(world_->start) {
  const account_spec& spec = world_->accounts[account];
  entity_ = entity_of(spec.name + '/' + spec.agents[agent].name);
}

plan agent_core::answer(const want& asked) {
  const usage_source& source = world_->accounts[account_].agents[agent_].source;
  if (const auto* timeline = std::get_if<timeline_source>(&source)) return from_timeline(*timeline, asked);
  return from_draws(std::get<drawn_source>(source), asked);
}

plan agent_core::from_timeline(const timeline_source& source, const want& asked) {
  plan told{agent_, {}, asked.until, {}};
  for (; next_ < source.items.size(); ++next_) {
    const usage& item = source.items[next_];
    if (item.order.at >= asked.until) return told;
    if (told.items.size() >= asked.at_most && item.order.at > told.items.back().order.at) {
      told.complete_until = item.order.at;
      return told;
    }
    told.items.push_back(item);
  }
  return told;
}

plan agent_core::from_draws(const drawn_source& source, const want& asked) {
  for (const news& heard : asked.heard) hear(source, heard);
  plan told{agent_, {}, asked.until, {}};
  if (source.pause_after_refusal > duration{}) told.halts_on = all_refusals();
  for (;; ++next_) {
    const usage item = drawn_usage(source, next_);
    if (item.order.at >= asked.until) return told;
    if (item.order.at < paused_until_) continue;
    if (told.items.size() == asked.at_most) {
      told.complete_until = item.order.at;
      return told;
    }
    told.items.push_back(item);
  }
}

// The n-th usage since the start of the run: each day is cut into equal parts, and one usage falls into each,
// so that they ascend.
usage agent_core::drawn_usage(const drawn_source& source, std::uint64_t number) const {
  const stream draws(world_->seed, draw_stream::agent_usage);
  const auto place = [&](usage_draw draw) {
    return draw_place{entity_, number, static_cast<std::uint16_t>(draw)};
  };
  const std::int64_t part_us = duration::days(1).us() / source.per_day;
  const auto day = static_cast<std::int64_t>(number / source.per_day);
  const auto part = static_cast<std::int64_t>(number % source.per_day);
  const auto within = static_cast<std::int64_t>(
      draws.uniform_below(static_cast<std::uint64_t>(part_us), place(usage_draw::moment)));
  const duration since_start = duration::from_us(duration::days(day).us() + part * part_us + within);
  usage drawn;
  drawn.order = {world_->start + since_start, turn_order::phase::population, agent_, number};
  drawn.key = {effect_key::space::agent, agent_, number};
  drawn.quantity = draws.between(source.quantity_min, source.quantity_max, place(usage_draw::quantity));
  drawn.agent = agent_;
  drawn.meter = source.meter;
  return drawn;
}

// After a refusal the agent pauses, and goes on with the first usage after the refused one that falls behind
// the pause.
void agent_core::hear(const drawn_source& source, const news& heard) {
  paused_until_ = std::max(paused_until_, heard.at + source.pause_after_refusal);
  next_ = heard.number + 1;
}

}  // namespace drawdown
