#include "engine/population/habitual_agent.hpp"

#include <string>

#include "engine/population/arrivals.hpp"
#include "engine/population/quantities.hpp"
#include "engine/population/rhythms.hpp"

namespace drawdown::population {
namespace {

// The draws of one usage, by number (R14.7: never renumbered).
enum class habit_draw : std::uint16_t { gap, quantity };

draw_place place_of(std::uint64_t entity, std::uint64_t number, habit_draw draw) {
  return {entity, number, static_cast<std::uint16_t>(draw)};
}

constexpr std::uint64_t one_expected = std::uint64_t{1} << 32U;

}  // namespace

habitual_agent::habitual_agent(const world& in, account_index account, agent_index agent,
                               const customer_habits& habits)
    : draws_(in.seed, draw_stream::agent_usage), agent_(agent) {
  const account_spec& spec = in.accounts[account];
  const std::string path = spec.name + '/' + spec.agents[agent].name + '/';
  for (const habitual_usage& of : *habits.uses) {
    progress& use = uses_.emplace_back();
    use.entity = entity_of(path + in.catalog.meters.at(of.meter).name);
    use.passed = expected_until(*of.when, habits.from);
    go_to_next(of, use);
  }
  choose_next(habits);
}

usage habitual_agent::take(const customer_habits& habits) {
  progress& use = uses_.at(next_);
  const habitual_usage& of = (*habits.uses)[next_];
  usage taken;
  taken.order = {use.at, turn_order::phase::population, agent_, sequence_};
  taken.key = {effect_key::space::agent, agent_, sequence_};
  taken.quantity =
      quantity_of(of.quantity, draws_.bits(place_of(use.entity, use.number, habit_draw::quantity)));
  taken.agent = agent_;
  taken.meter = of.meter;
  taken.times = of.times;
  taken.value = of.value;
  ++sequence_;
  ++use.number;
  go_to_next(of, use);
  choose_next(habits);
  return taken;
}

// By chance alone the next one is so far off as an exponential draw says, in what is expected rather than in
// time; else there is one within each that is expected.
void habitual_agent::go_to_next(const habitual_usage& of, progress& use) const {
  const std::uint64_t bits = draws_.bits(place_of(use.entity, use.number, habit_draw::gap));
  std::uint64_t expected = use.passed;
  if (of.by == habitual_usage::arrivals::poisson) {
    expected += exponential(bits);
    use.passed = expected;
  } else {
    expected += bits >> 32U;
    use.passed += one_expected;
  }
  use.at = when_expected(*of.when, expected, use.step);
}

void habitual_agent::choose_next(const customer_habits& habits) {
  next_at_ = instant::never();
  for (std::size_t i = 0; i < uses_.size(); ++i) {
    if (uses_[i].at >= next_at_) continue;
    next_ = i;
    next_at_ = uses_[i].at;
  }
  if (next_at_ >= habits.until) next_at_ = instant::never();
}

}  // namespace drawdown::population
