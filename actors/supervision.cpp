// Supervision: whoever dies is restarted from the last commit, and the epoch is worked again. Who keeps
// dying, or makes no progress, is a defect that ends the run.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "actors/conductor_shell.hpp"
#include "engine/time/text.hpp"
#include "engine/units/planted.hpp"

namespace drawdown::actors {
namespace {

constexpr unsigned deaths_that_are_a_defect = 3;

// Whether it was killed on purpose, which the conductor alone does; nobody dies of that by himself.
bool was_killed(const caf::down_msg& down) {
  return down.reason == caf::exit_reason::kill;
}

}  // namespace

template <class Handle, class Spawn>
void conductor::helper_died(Handle& helper, const caf::down_msg& down, Spawn spawn) {
  if (!was_killed(down) && ++helper_deaths_ >= deaths_that_are_a_defect) {
    give_up(fmt::format("a gateway or auditor died {} times in the epoch until {}: {}",
                        deaths_that_are_a_defect, to_string(until_), read_end(down.reason).what));
    return;
  }
  helper = supervised(spawn());
  for (account_index i = 0; i < records_.size(); ++i) begin_new_life(i);
}

void conductor::spawn_life(account_index index) {
  account_record& record = records_[index];
  std::vector<agent_actor> agents;
  agents.reserve(record.agents.size());
  for (const agent_record& agent : record.agents) agents.push_back(agent.actor);
  record.actor = supervised(spawn_account(system(), {world_,
                                                     record.state,
                                                     record.life,
                                                     record.steps,
                                                     {conductor_actor(this), std::move(agents), gateways_,
                                                      auditors_[index % auditors_.size()]}}));
  lives_.push_back({record.actor->id(), index});
}

void conductor::spawn_agent_of(account_index index, agent_index agent) {
  agent_record& record = records_[index].agents[agent];
  record.actor = supervised(spawn_agent(system(), record.state));
  lives_.push_back({record.actor->id(), index, agent});
}

void conductor::begin_new_life(account_index index) {
  ++outcome_.work.restarts;
  replace(index);
  if (records_[index].is_open) open(index);
}

void conductor::replace(account_index index) {
  account_record& record = records_[index];
  send_exit(record.actor, caf::exit_reason::kill);
  ++record.life;
  spawn_life(index);
}

const actor_life* conductor::life_of(const caf::actor_addr& who) const {
  const auto began_before = [](const actor_life& life, caf::actor_id id) { return life.actor < id; };
  const auto found = std::lower_bound(lives_.begin(), lives_.end(), who.id(), began_before);
  if (found == lives_.end() || found->actor != who.id()) return nullptr;
  const account_record& record = records_[found->account];
  const bool is_lived = found->agent == no_agent ? record.actor.address() == who
                                                 : record.agents[found->agent].actor.address() == who;
  return is_lived ? &*found : nullptr;
}

void conductor::someone_died(const caf::down_msg& down) {
  if (is_finished_) return;
  if (const actor_life* const life = life_of(down.source)) {
    if (life->agent == no_agent)
      account_died(life->account, read_end(down.reason));
    else
      agent_died(life->account, life->agent, down);
    return;
  }
  if (down.source == recorder_.address()) {
    recorder_died(read_end(down.reason));
    return;
  }
  if (feeder_ && down.source == feeder_.address()) {
    give_up("the reader of bulk usage died: " + read_end(down.reason).what);
    return;
  }
  for (auto& gateway : gateways_)
    if (gateway.address() == down.source)
      return helper_died(gateway, down, [this] { return spawn_gateway(system(), world_); });
  for (auto& auditor : auditors_)
    if (auditor.address() == down.source)
      return helper_died(auditor, down, [this] { return spawn_auditor(system(), world_); });
}

void conductor::account_died(account_index index, const end_of_actor& end) {
  account_record& record = records_[index];
  if (const auto killed = kill_point_named(end.what)) {
    takes_place(index, *killed);
  } else if (end.what == "crash step") {
    ++record.crashes_happened;
    ++outcome_.work.crash_steps;
  } else if (end.what == "planned crash") {
    std::erase_if(planned_crashes_,
                  [&](const planned_crash& c) { return c.account == index && c.step == end.step; });
  } else if (dies_too_often(record, end.step)) {
    give_up(fmt::format("account `{}` died {} times at step {} of the run, in the epoch until {}: {}",
                        world_->accounts[index].name, deaths_that_are_a_defect, end.step, to_string(until_),
                        end.what));
    return;
  }
  begin_new_life(index);
}

// It dies of what its sink throws, which has then kept nothing of that block. It has counted those that it
// kept.
void conductor::recorder_died(const end_of_actor& end) {
  std::vector<std::shared_ptr<const record::bytes>> all;
  for (const blocks_ptr& together : at_recorder_) all.insert(all.end(), together->begin(), together->end());
  const std::uint64_t kept = end.step - std::min(end.step, kept_by_recorder_);
  if (kept > 0) recorder_deaths_ = 0;
  if (++recorder_deaths_ >= deaths_that_are_a_defect || kept >= all.size()) {
    give_up(fmt::format("the recorder died {} times at the same block, in the epoch until {}: {}",
                        recorder_deaths_, to_string(until_), end.what));
    return;
  }
  const std::uint64_t behind = DRAWDOWN_PLANTED("block_lost_with_the_recorder", kept, kept + 1);
  all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(behind));
  at_recorder_.clear();
  kept_by_recorder_ = 0;
  ++recorder_life_;
  ++outcome_.work.restarts;
  recorder_ = supervised(spawn_recorder(system(), *sink_));
  writing_ = 1;
  send_to_recorder(std::make_shared<const std::vector<std::shared_ptr<const record::bytes>>>(std::move(all)));
}

bool conductor::dies_too_often(account_record& record, std::uint64_t step) {
  if (record.died_at_step != step) record.deaths_there = 0;
  record.died_at_step = step;
  return ++record.deaths_there >= deaths_that_are_a_defect;
}

void conductor::agent_died(account_index index, agent_index agent, const caf::down_msg& down) {
  agent_record& record = records_[index].agents[agent];
  if (!was_killed(down) && ++record.deaths >= deaths_that_are_a_defect) {
    give_up(fmt::format("agent `{}` of account `{}` died {} times in the epoch until {}: {}",
                        world_->accounts[index].agents[agent].name, world_->accounts[index].name,
                        deaths_that_are_a_defect, to_string(until_), read_end(down.reason).what));
    return;
  }
  spawn_agent_of(index, agent);
  begin_new_life(index);
}

void conductor::crash_on_purpose(const crash_message& message) {
  account_record& record = records_[message.account];
  if (is_finished_ || message.life != record.life || !record.is_open) return;
  if (message.planned) {
    if (!takes_place(message.account, *message.planned)) return;
  } else {
    ++record.crashes_happened;
    ++outcome_.work.crash_steps;
  }
  kill_who_is_meant(message.account, message.crash);
}

// They are restarted when the conductor hears of their end, as those are that die by themselves.
void conductor::kill_who_is_meant(account_index account, const crash_command& crash) {
  switch (crash.target) {
    case crash_command::whom::account:
      break;  // dies by itself
    case crash_command::whom::agent:
      send_exit(records_[account].agents[crash.index].actor, caf::exit_reason::kill);
      break;
    case crash_command::whom::gateway:
      send_exit(gateways_[crash.index], caf::exit_reason::kill);
      break;
    case crash_command::whom::auditor:
      send_exit(auditors_[account % auditors_.size()], caf::exit_reason::kill);
      break;
  }
}

// Reports whoever has made no step since the last tick: a stall is a defect of ours.
void conductor::watch() {
  if (is_finished_) return;
  for (account_index i = 0; i < records_.size(); ++i) {
    if (!records_[i].is_open) continue;
    request(records_[i].actor, caf::infinite, steps_atom_v)
        .then(
            [this, i, life = records_[i].life](std::uint64_t steps) {
              account_record& record = records_[i];
              if (is_finished_ || record.life != life || !record.is_open || steps == waits_for_verdict)
                return;
              if (std::exchange(record.seen_at_step, steps) == steps)
                give_up(fmt::format(
                    "account `{}` made no progress for {} s at step {} of the run, in the epoch until {}",
                    world_->accounts[i].name, watchdog_period.count(), steps, to_string(until_)));
            },
            [](const caf::error&) {});
  }
  delayed_send(this, watchdog_period, watch_atom_v);
}

}  // namespace drawdown::actors
