// All messages and interfaces of the actors, one line per handler. Who asks whom: conductor -> account ->
// agent, gateway, auditor; conductor -> recorder, feeder. Whoever is asked answers alone, and the graph of
// waiting has no cycle. What a visit takes at least, open and done, want and plan, are plain messages: a
// request would keep who waits for it, and nobody needs that, because a receiver that dies ends the life of
// who asked it, too.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "actors/compat.hpp"
#include "actors/kill.hpp"
#include "engine/account/account_core.hpp"
#include "engine/account/visit.hpp"
#include "engine/agents/agent_core.hpp"
#include "engine/audit/audit.hpp"
#include "engine/world/usage_feed.hpp"
#include "engine/world/world.hpp"

namespace drawdown::actors {

// Which life of an account a message comes from: a restarted account has the next one, and what an earlier
// one still says is not heard.
using incarnation = std::uint32_t;

// The steps of an account that has worked its epoch, and is not to blame for what its judge takes.
inline constexpr std::uint64_t waits_for_verdict = UINT64_MAX;

// conductor -> account: work this epoch.
struct open_order {
  visit_order visit;
  verification verify = verification::full;
  bool tell_plans = false;                    // the report has the plans of the agents
  std::shared_ptr<const audit_state> judged;  // what the judge kept after the epoch before
  std::vector<planned_kill> kills;            // that are planned in this account
};

// account -> conductor: the epoch is worked, judged and ready to be committed.
struct done_report {
  account_index account = 0;
  incarnation life = 0;
  std::uint32_t epoch = 0;
  instant next_due;  // nothing happens in the account before
  visit_counts counts;
  std::uint64_t events = 0;
  std::uint64_t wants = 0;  // requests it made
  std::uint64_t charges = 0;
  std::uint64_t state_digest = 0;
  std::shared_ptr<const record::bytes> block;
  std::shared_ptr<const account_core> state;
  std::vector<std::shared_ptr<const agent_core>> agents;  // null where an agent was not asked
  std::shared_ptr<const audit_state> judged;
  std::optional<disagreement> disagreement_found;
  std::vector<std::shared_ptr<const plan>> plans;  // where they are to be told
};

// account -> agent: what do you want to do?
struct want_message {
  incarnation life = 0;
  want asked;
};

// agent -> account. The last plan of an epoch carries the agent's state.
struct plan_message {
  plan told;
  std::shared_ptr<const agent_core> state;
};

// account -> gateway.
struct charge_message {
  account_index account = 0;
  charge asked;
};

// account -> auditor shard: is this block right?
struct judge_message {
  account_index account = 0;
  verification verify = verification::full;
  std::shared_ptr<const audit_state> judged;  // null: the account begins
  std::shared_ptr<const epoch_stimuli> stimuli;
  std::shared_ptr<const record::bytes> block;
};

// auditor -> account.
struct verdict_message {
  std::optional<disagreement> found;
  std::shared_ptr<const audit_state> judged;
};

// account -> conductor: a crash step, or a planned kill, wants another actor to die.
struct crash_message {
  account_index account = 0;
  incarnation life = 0;
  crash_command crash;
  std::optional<kill_point> planned;  // nothing: a step
};

using open_ptr = std::shared_ptr<const open_order>;
using done_ptr = std::shared_ptr<const done_report>;
using want_ptr = std::shared_ptr<const want_message>;
using plan_ptr = std::shared_ptr<const plan_message>;
using charge_ptr = std::shared_ptr<const charge_message>;
using script_ptr = std::shared_ptr<const script>;
using judge_ptr = std::shared_ptr<const judge_message>;
using verdict_ptr = std::shared_ptr<const verdict_message>;
using crash_ptr = std::shared_ptr<const crash_message>;
using blocks_ptr = std::shared_ptr<const std::vector<std::shared_ptr<const record::bytes>>>;
using error_ptr = std::shared_ptr<const error>;
using fed_ptr = std::shared_ptr<const result<fed_chunk>>;

}  // namespace drawdown::actors

CAF_BEGIN_TYPE_ID_BLOCK(drawdown, caf::first_custom_type_id)
CAF_ADD_TYPE_ID(drawdown, (drawdown::actors::open_ptr))
CAF_ADD_TYPE_ID(drawdown, (drawdown::actors::done_ptr))
CAF_ADD_TYPE_ID(drawdown, (drawdown::actors::want_ptr))
CAF_ADD_TYPE_ID(drawdown, (drawdown::actors::plan_ptr))
CAF_ADD_TYPE_ID(drawdown, (drawdown::actors::charge_ptr))
CAF_ADD_TYPE_ID(drawdown, (drawdown::actors::script_ptr))
CAF_ADD_TYPE_ID(drawdown, (drawdown::actors::judge_ptr))
CAF_ADD_TYPE_ID(drawdown, (drawdown::actors::verdict_ptr))
CAF_ADD_TYPE_ID(drawdown, (drawdown::actors::crash_ptr))
CAF_ADD_TYPE_ID(drawdown, (drawdown::actors::blocks_ptr))
CAF_ADD_TYPE_ID(drawdown, (drawdown::actors::error_ptr))
CAF_ADD_TYPE_ID(drawdown, (drawdown::actors::fed_ptr))
CAF_ADD_ATOM(drawdown, drawdown::actors, start_atom, "start")
CAF_ADD_ATOM(drawdown, drawdown::actors, watch_atom, "watch")
CAF_ADD_ATOM(drawdown, drawdown::actors, stop_atom, "stop")
CAF_ADD_ATOM(drawdown, drawdown::actors, go_atom, "go")
CAF_ADD_ATOM(drawdown, drawdown::actors, steps_atom, "steps")
CAF_ADD_ATOM(drawdown, drawdown::actors, feed_atom, "feed")
CAF_END_TYPE_ID_BLOCK(drawdown)

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(drawdown::actors::open_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(drawdown::actors::done_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(drawdown::actors::want_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(drawdown::actors::plan_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(drawdown::actors::charge_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(drawdown::actors::script_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(drawdown::actors::judge_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(drawdown::actors::verdict_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(drawdown::actors::crash_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(drawdown::actors::blocks_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(drawdown::actors::error_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(drawdown::actors::fed_ptr)

namespace drawdown::actors {

using agent_actor = caf::typed_actor<
    // Sends the next chunk of what the agent wants to do to the account that asks.
    hears<want_ptr>>;

using gateway_actor = caf::typed_actor<
    // All that will ever be heard of one attempt at a payment.
    answers<script_ptr, charge_ptr>>;

using auditor_actor = caf::typed_actor<
    // The judge's verdict on an epoch of one account, and what it keeps for the next one.
    answers<verdict_ptr, judge_ptr>>;

using account_actor = caf::typed_actor<
    // Works an epoch, and reports to the conductor.
    hears<open_ptr>,
    // What an agent wants to do.
    hears<plan_ptr>,
    // How many steps it has worked, or `waits_for_verdict`: whoever stands still for long is a defect.
    answers<std::uint64_t, steps_atom>>;

using recorder_actor = caf::typed_actor<
    // Keeps blocks; answers null, or the error for which it could not.
    answers<error_ptr, blocks_ptr>>;

using feeder_actor = caf::typed_actor<
    // The rows of bulk files that follow, or why they can't be read.
    answers<fed_ptr, feed_atom>>;

using conductor_actor = caf::typed_actor<
    // Runs the world from its start to its end.
    hears<start_atom>,
    // An account has worked an epoch.
    hears<done_ptr>,
    // A crash step of an account, or a planned kill, wants another actor to die.
    hears<crash_ptr>,
    // The watchdog's tick.
    hears<watch_atom>,
    // Time to look whether somebody interrupts the run.
    hears<stop_atom>,
    // Time to look whether a paced epoch begins.
    hears<go_atom>>;

}  // namespace drawdown::actors
