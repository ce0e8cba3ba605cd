// How each actor is made. What an actor needs is handed to it here; nothing is looked up.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "actors/protocol.hpp"
#include "actors/run.hpp"

namespace drawdown::actors {

// Whom an account asks.
struct account_links {
  conductor_actor conductor;
  std::vector<agent_actor> agents;
  std::vector<gateway_actor> gateways;
  auditor_actor auditor;
};

// An account's life begins from a committed state, its own and its agents'.
struct account_birth {
  std::shared_ptr<const world> in;
  std::shared_ptr<const account_core> state;
  incarnation life = 0;
  std::uint64_t steps_before = 0;  // of the whole run
  account_links links;
};

account_actor spawn_account(caf::actor_system& system, account_birth birth);
agent_actor spawn_agent(caf::actor_system& system, std::shared_ptr<const agent_core> committed);
gateway_actor spawn_gateway(caf::actor_system& system, std::shared_ptr<const world> in);
auditor_actor spawn_auditor(caf::actor_system& system, std::shared_ptr<const world> in);
recorder_actor spawn_recorder(caf::actor_system& system, block_sink& sink);
feeder_actor spawn_feeder(caf::actor_system& system, usage_feed& feed);

// Told once, when the run is over.
using on_finished = std::function<void(run_outcome)>;
conductor_actor spawn_conductor(caf::actor_system& system, std::shared_ptr<const world> in,
                                const run_options& options, bool watchdog, block_sink& sink,
                                on_finished finished);

}  // namespace drawdown::actors
