// The conductor's side of checkpoints: between two epochs, when nobody is open and all blocks are written, it
// writes down where everybody stands; a run that was killed goes on from there.
#include <array>
#include <utility>

#include <fmt/format.h>

#include "actors/conductor_shell.hpp"
#include "engine/checkpoint/account_state.hpp"

namespace drawdown::actors {
namespace {

// The counts of work that go on counting, in the order in which a checkpoint has them.
template <class Counts>
auto kept_counts(Counts& work) {
  return std::to_array({&work.visits, &work.open_done, &work.want_plan, &work.charge_script,
                        &work.judge_verdict, &work.usages, &work.charged, &work.events, &work.restarts,
                        &work.crash_steps});
}

}  // namespace

void conductor::keep_checkpoint() {
  if (epoch_ == epoch_kept_ || !options_.checkpoints->is_due()) return;
  epoch_kept_ = epoch_;
  if (auto written = write_checkpoint(); !written) {
    outcome_.sink_error = std::move(written.error());
    finish();
  }
}

// A block is committed for every visit.
result<void> conductor::write_checkpoint() {
  checkpoint_header header{
      epoch_, until_, outcome_.work.visits, static_cast<std::uint32_t>(records_.size()), {}};
  for (const std::uint64_t* count : kept_counts(std::as_const(outcome_.work)))
    header.counts.push_back(*count);
  checkpoint_sink& to = *options_.checkpoints;
  if (auto begun = to.begin(); !begun) return begun;
  if (auto written = to.write(header_part(header)); !written) return written;
  record::bytes state;
  for (account_index i = 0; i < records_.size(); ++i) {
    state.clear();
    write_state(*world_, i, state_of(i), state);
    if (auto written = to.write(account_part(state)); !written) return written;
  }
  if (auto written = to.write(end_part()); !written) return written;
  return to.finish();
}

void conductor::go_on_from(const checkpoint_view& from) {
  const checkpoint_header& header = from.header;
  const auto counts = kept_counts(outcome_.work);
  if (from.accounts.size() != records_.size() || header.counts.size() != counts.size())
    return give_up("the checkpoint is of another run");
  for (std::size_t i = 0; i < counts.size(); ++i) *counts[i] = header.counts[i];
  epoch_ = epoch_kept_ = header.epoch;
  until_ = header.until;
  is_catching_up_ = true;
  for (account_index i = 0; i < records_.size(); ++i) {
    const auto state = read_state(world_, i, from.accounts[i]);
    if (!state) return give_up("the checkpoint is of another run: " + state.error().message);
    put_state(i, *state);
  }
}

account_state conductor::state_of(account_index index) const {
  const account_record& record = records_[index];
  account_state state{record.state,  record.judged,      {}, record.reached, record.next_due, record.steps,
                      record.events, record.state_digest};
  for (const agent_record& agent : record.agents) state.agents.push_back(agent.state);
  return state;
}

void conductor::put_state(account_index index, const account_state& state) {
  account_record& record = records_[index];
  record.state = state.core;
  record.judged = state.judged;
  record.reached = state.reached;
  record.next_due = state.next_due;
  record.steps = state.steps;
  record.events = state.events;
  record.state_digest = state.digest;
  record.agents.resize(state.agents.size());
  for (std::size_t a = 0; a < record.agents.size(); ++a) record.agents[a].state = state.agents[a];
}

// Whoever lives with the state goes, and others begin with what was read.
void conductor::rewrite_state(account_index index) {
  record::bytes written;
  write_state(*world_, index, state_of(index), written);
  const auto read = read_state(world_, index, written);
  if (!read) return give_up("a state that was written can't be read: " + read.error().message);
  put_state(index, *read);
  for (agent_index a = 0; a < records_[index].agents.size(); ++a) {
    send_exit(records_[index].agents[a].actor, caf::exit_reason::kill);
    spawn_agent_of(index, a);
  }
  replace(index);
}

}  // namespace drawdown::actors
