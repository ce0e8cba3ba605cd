#include "actors/executor.hpp"

#include <algorithm>

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

executor::executor(unsigned threads, std::optional<std::uint64_t> schedule)
    : schedule_(schedule), parts_(std::make_unique<parts>(std::max(threads, 1U), schedule.has_value())) {}

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

// Lets one actor handle one message: which one, the seed says.
bool executor::step() {
  auto& scheduler = dynamic_cast<caf::scheduler::test_coordinator&>(system().scheduler());
  if (scheduler.jobs.empty()) return false;
  const auto chosen = static_cast<std::ptrdiff_t>(next_draw() % scheduler.jobs.size());
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
