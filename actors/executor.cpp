#include "actors/executor.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include <caf/scheduled_actor.hpp>
#include <caf/scheduler/test_coordinator.hpp>

#include "engine/draws/stream.hpp"

namespace drawdown::actors {

struct executor::parts {
  struct config : caf::actor_system_config {
    config(unsigned threads, bool deterministic) {
      add_message_types<caf::id_block::drawdown>();
      set("scheduler.policy", deterministic ? caf::atom("testing") : caf::atom("stealing"));
      if (!deterministic) set("scheduler.max-threads", static_cast<std::size_t>(threads));
    }
  };

  parts(unsigned threads, bool deterministic)
      : configuration(threads, deterministic), system(configuration) {}

  config configuration;
  caf::actor_system system;
};

// The priorities of actors in a run that goes by them.
struct executor::ranks {
  ranks(std::uint64_t schedule, const priority_schedule& of) : draws(schedule, draw_stream::schedule) {
    const std::uint64_t changes = std::max(of.depth, 1U) - 1;
    for (std::uint64_t i = 0; i < changes; ++i)
      falls.emplace_back(draws.uniform_below(std::max<std::uint64_t>(of.steps, 1), {fall_entity, i}), i);
    std::sort(falls.begin(), falls.end());
  }

  // Higher ones act first. Actors are numbered in the order in which they are spawned, from 1.
  std::uint64_t priority_of(caf::actor_id actor) {
    const auto place = static_cast<std::size_t>(actor);
    if (place >= known.size()) known.resize(place + 1, unknown);
    if (known[place] == unknown)
      known[place] = lowest_drawn + draws.uniform_below(drawn, {actor_entity, place});
    return known[place];
  }

  void set_priority_of(caf::actor_id actor, std::uint64_t priority) {
    priority_of(actor);  // there is room for it
    known[static_cast<std::size_t>(actor)] = priority;
  }

  static constexpr std::uint64_t actor_entity = 1;
  static constexpr std::uint64_t fall_entity = 2;
  static constexpr std::uint64_t unknown = std::numeric_limits<std::uint64_t>::max();
  static constexpr std::uint64_t lowest_drawn = std::uint64_t{1} << 32U;  // those that fell are below
  static constexpr std::uint64_t drawn = std::uint64_t{1} << 62U;

  stream draws;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> falls;  // at which step, to which priority; ascending
  std::size_t fallen = 0;
  std::vector<std::uint64_t> known;  // by actor
};

executor::executor(unsigned threads, std::optional<std::uint64_t> schedule,
                   const std::optional<priority_schedule>& priorities)
    : schedule_(schedule),
      ranks_(schedule && priorities ? std::make_unique<ranks>(*schedule, *priorities) : nullptr),
      parts_(std::make_unique<parts>(std::max(threads, 1U), schedule.has_value())) {}

executor::~executor() {
  if (is_deterministic()) {
    drain();
    system().await_actors_before_shutdown(false);
  }
}

caf::actor_system& executor::system() {
  return parts_->system;
}

std::uint64_t executor::next_draw() {
  return stream(*schedule_, draw_stream::schedule).bits({.entity = 0, .index = draws_++, .draw = 0});
}

// Which of those that are ready acts next.
std::size_t executor::next_among(std::size_t ready) {
  if (ready == 1 && ranks_ == nullptr) return 0;
  return ranks_ == nullptr ? static_cast<std::size_t>(next_draw() % ready) : highest_priority();
}

std::size_t executor::highest_priority() {
  const auto& jobs = dynamic_cast<caf::scheduler::test_coordinator&>(system().scheduler()).jobs;
  const auto actor_at = [&](std::size_t i) { return static_cast<caf::scheduled_actor*>(jobs[i])->id(); };
  const auto highest = [&] {
    std::size_t found = 0;
    for (std::size_t i = 1; i < jobs.size(); ++i)
      if (ranks_->priority_of(actor_at(i)) > ranks_->priority_of(actor_at(found))) found = i;
    return found;
  };
  std::size_t chosen = highest();
  for (; ranks_->fallen < ranks_->falls.size() && ranks_->falls[ranks_->fallen].first <= steps_;
       ++ranks_->fallen) {
    ranks_->set_priority_of(actor_at(chosen), ranks_->falls[ranks_->fallen].second);
    chosen = highest();
  }
  return chosen;
}

// Lets one actor handle one message: which one, the seed says.
bool executor::step() {
  auto& scheduler = dynamic_cast<caf::scheduler::test_coordinator&>(system().scheduler());
  if (scheduler.jobs.empty()) return false;
  const auto chosen = static_cast<std::ptrdiff_t>(next_among(scheduler.jobs.size()));
  ++steps_;
  std::rotate(scheduler.jobs.begin(), scheduler.jobs.begin() + chosen, scheduler.jobs.begin() + chosen + 1);
  scheduler.run_once();
  return true;
}

bool executor::run_until(const std::function<bool()>& finished) {
  while (!finished())
    if (!step()) return false;
  return true;
}

void executor::drain() {
  while (step()) {
  }
}

}  // namespace drawdown::actors
