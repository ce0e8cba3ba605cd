#include "actors/run.hpp"

#include <future>
#include <thread>

#include "actors/executor.hpp"
#include "actors/killing_sink.hpp"
#include "actors/spawn.hpp"

namespace drawdown {
namespace {

run_outcome nothing_to_run(const world& what) {
  run_outcome outcome;
  outcome.reached = what.end;
  return outcome;
}

run_outcome stalled() {
  run_outcome outcome;
  outcome.defect = "the run stalled: no actor has anything to do, and it is not over";
  return outcome;
}

}  // namespace

run_outcome run(std::shared_ptr<const world> what, const run_options& options, block_sink& sink) {
  if (what->accounts.empty()) return nothing_to_run(*what);
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  actors::killing_sink killing(sink, options.kills);  // which the executor's actors may hold to their end
  actors::executor on(options.threads == 0 ? cores : options.threads, options.schedule, options.priorities);

  // Shared, because the conductor may still be inside it when the outcome is already taken.
  const auto over = std::make_shared<std::promise<run_outcome>>();
  std::future<run_outcome> outcome = over->get_future();
  const bool watchdog = !on.is_deterministic();
  // An actor that nobody holds any more ends; so the conductor is held until the run is over.
  const auto conductor = actors::spawn_conductor(on.system(), std::move(what), options, watchdog, killing,
                                                 [over](run_outcome o) { over->set_value(std::move(o)); });
  caf::anon_send(conductor, actors::start_atom_v);
  if (on.is_deterministic()) {
    const auto is_over = [&] {
      return outcome.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    };
    if (!on.run_until(is_over)) return stalled();
  }
  run_outcome done = outcome.get();
  done.work.schedule_steps = on.steps();
  done.work.kills[static_cast<std::size_t>(kill_point::recorder_when_asked)] = killing.happened();
  return done;
}

}  // namespace drawdown
