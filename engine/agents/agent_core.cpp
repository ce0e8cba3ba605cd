#include "engine/agents/agent_core.hpp"

#include <algorithm>

#include "engine/population/arrivals.hpp"

namespace drawdown {
namespace {

// The draws of one usage, by number (R14.7: never renumbered).
enum class usage_draw : std::uint16_t { moment, quantity, gap, kind, ending };

draw_place place_of(std::uint64_t entity, std::uint64_t number, usage_draw draw) {
  return {entity, number, static_cast<std::uint16_t>(draw)};
}

// A source of which some usages are holds numbers everything twice: what is begun, and what ends it.
std::uint64_t numbers_per_arrival(const drawn_source& source) {
  return source.holds > 0 ? 2 : 1;
}

std::int64_t part_of_day(const drawn_source& source) {
  return duration::days(1).us() / source.per_day;
}

// Room for the items of a plan of which about `expected` fall into what was asked.
std::size_t most_of(const want& asked, std::int64_t expected) {
  constexpr std::int64_t at_the_edges = 2;
  return static_cast<std::size_t>(std::clamp<std::int64_t>(expected + at_the_edges, 0, asked.at_most));
}

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
  const auto* drawn = std::get_if<drawn_source>(&source());
  if (drawn == nullptr || drawn->arrivals == arrival_process::spread) return;
  ensure(drawn->gap.picoseconds > 0, "arrivals have a gap");
  ensure(drawn->pause_after_refusal == duration{}, "only usage that is spread over days pauses");
  const stream draws(world_->seed, draw_stream::agent_usage);
  coming_.add(
      population::first_gap(drawn->arrivals, drawn->gap, draws.bits(place_of(entity_, 0, usage_draw::gap))));
  behind_it_ = drawn_gap(*drawn, 1);
}

plan agent_core::answer(const want& asked) {
  if (const auto* timeline = std::get_if<timeline_source>(&source())) return from_timeline(*timeline, asked);
  const auto& drawn = std::get<drawn_source>(source());
  return drawn.arrivals == arrival_process::spread ? from_draws(drawn, asked) : from_arrivals(drawn, asked);
}

instant agent_core::next_at() const {
  if (const auto* timeline = std::get_if<timeline_source>(&source()))
    return next_ < timeline->items.size() ? timeline->items[next_].order.at : instant::never();
  const auto& drawn = std::get<drawn_source>(source());
  if (drawn.arrivals != arrival_process::spread) return arrival_at(drawn);
  return std::max(paused_until_, drawn_moment(drawn, next_));
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
  told.items.reserve(most_of(asked, (asked.until - asked.from).us() / part_of_day(source)));
  for (;; ++next_) {
    const instant at = drawn_moment(source, next_);
    if (at >= asked.until) return told;
    if (at < paused_until_) continue;
    if (told.items.size() == asked.at_most) {
      told.complete_until = at;
      return told;
    }
    told.items.push_back(drawn_usage(source, next_, at));
  }
}

// When the n-th usage since the start of the run is: each day is cut into equal parts, and one usage falls
// into each, so that they ascend.
instant agent_core::drawn_moment(const drawn_source& source, std::uint64_t number) const {
  const stream draws(world_->seed, draw_stream::agent_usage);
  const std::int64_t part_us = part_of_day(source);
  const auto day = static_cast<std::int64_t>(number / source.per_day);
  const auto part = static_cast<std::int64_t>(number % source.per_day);
  const auto within = static_cast<std::int64_t>(draws.uniform_below(
      static_cast<std::uint64_t>(part_us), place_of(entity_, number, usage_draw::moment)));
  return world_->start + duration::from_us(duration::days(day).us() + part * part_us + within);
}

usage agent_core::drawn_usage(const drawn_source& source, std::uint64_t number, instant at) const {
  const stream draws(world_->seed, draw_stream::agent_usage);
  usage drawn;
  drawn.order = {at, turn_order::phase::population, agent_, number};
  drawn.key = {effect_key::space::agent, agent_, number};
  drawn.quantity = draws.between(source.quantity_min, source.quantity_max,
                                 place_of(entity_, number, usage_draw::quantity));
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

void agent_core::time_of_arrival::add(arrival_gap gap) {
  constexpr std::uint64_t microsecond = 1'000'000;
  picoseconds += gap.picoseconds % microsecond;
  microseconds += gap.picoseconds / microsecond + picoseconds / microsecond;
  picoseconds %= microsecond;
}

plan agent_core::from_arrivals(const drawn_source& source, const want& asked) {
  plan told{agent_, {}, asked.until, {}};
  constexpr std::uint64_t picoseconds_per_us = 1'000'000;
  const auto gap_us = static_cast<std::int64_t>(source.gap.picoseconds / picoseconds_per_us);
  told.items.reserve(most_of(asked, (asked.until - asked.from).us() / std::max<std::int64_t>(gap_us, 1)));
  for (instant last;; go_on(source)) {
    const instant at = arrival_at(source);
    if (at >= asked.until) return told;
    // What falls on one instant is told in one plan, also where it is more than was asked for.
    if (told.items.size() + told.steps.size() >= asked.at_most && at > last) {
      told.complete_until = at;
      return told;
    }
    tell_arrival(source, at, told);
    last = at;
  }
}

// When the arrival with the next number is; what ends a hold is halfway to the arrival after it.
instant agent_core::arrival_at(const drawn_source& source) const {
  time_of_arrival at = coming_;
  if (next_ % numbers_per_arrival(source) == 1) at.add({behind_it_.picoseconds / 2});
  return world_->start + duration::from_us(static_cast<std::int64_t>(at.microseconds));
}

// Tells what has the next number: a usage, a top-up or a hold; or what ends the hold, where there is one.
void agent_core::tell_arrival(const drawn_source& source, instant at, plan& told) const {
  const stream draws(world_->seed, draw_stream::agent_usage);
  const std::uint64_t per_arrival = numbers_per_arrival(source);
  const std::uint64_t thing = next_ / per_arrival;
  const bool is_ending = next_ % per_arrival == 1;
  const auto place = [&](usage_draw draw) { return place_of(entity_, thing, draw); };
  const turn_order order{at, turn_order::phase::population, agent_, next_};
  const effect_key key{effect_key::space::agent, agent_, next_};
  const auto tell_step = [&](command_body body) {
    told.steps.push_back(std::make_shared<const command>(command{order, key, {}, std::move(body)}));
  };
  const auto quantity = [&] {
    return source.quantity_mean > 0
               ? population::session_length(source.quantity_mean, source.quantity_min, source.quantity_max,
                                            draws.bits(place(usage_draw::quantity)))
               : draws.between(source.quantity_min, source.quantity_max, place(usage_draw::quantity));
  };

  const std::uint32_t steps = source.holds + source.top_ups;
  const std::uint64_t kind = steps == 0 ? 0 : draws.uniform_below(1'000'000, place(usage_draw::kind));
  const bool is_top_up = kind < source.top_ups;
  const bool is_hold = !is_top_up && kind < steps;
  if (is_ending) {
    if (!is_hold) return;
    const effect_key held{effect_key::space::agent, agent_, next_ - 1};
    if (draws.chance(source.voids, place(usage_draw::ending)))
      tell_step(void_command{held});
    else
      tell_step(capture_command{held, metered_quantity{source.meter, quantity()}});
  } else if (is_top_up) {
    tell_step(top_up_command{source.top_up});
  } else if (is_hold) {
    hold_command held;
    held.agent = agent_;
    held.meter = source.meter;
    held.quantity = source.quantity_max;
    tell_step(held);
  } else {
    usage& drawn = told.items.emplace_back();
    drawn.order = order;
    drawn.key = key;
    drawn.quantity = quantity();
    drawn.agent = agent_;
    drawn.meter = source.meter;
  }
}

void agent_core::go_on(const drawn_source& source) {
  ++next_;
  const std::uint64_t per_arrival = numbers_per_arrival(source);
  if (next_ % per_arrival != 0) return;
  coming_.add(behind_it_);
  behind_it_ = drawn_gap(source, next_ / per_arrival + 1);
}

// From the arrival before to the one of that number.
arrival_gap agent_core::drawn_gap(const drawn_source& source, std::uint64_t thing) const {
  if (source.arrivals == arrival_process::even) return source.gap;
  const stream draws(world_->seed, draw_stream::agent_usage);
  return population::gap_to_next(source.arrivals, source.gap,
                                 draws.bits(place_of(entity_, thing, usage_draw::gap)));
}

}  // namespace drawdown
