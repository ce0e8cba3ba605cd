// The conductor as a class: the run is in conductor.cpp, what becomes of those who die in supervision.cpp.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "actors/spawn.hpp"
#include "engine/checkpoint/account_state.hpp"

namespace drawdown::actors {

// How often it is looked whether everybody makes progress.
inline constexpr auto watchdog_period = std::chrono::seconds(30);

// One agent as the conductor sees it, with the state of its last commit.
struct agent_record {
  agent_actor actor;
  std::shared_ptr<const agent_core> state;
  unsigned deaths = 0;  // since that commit
};

// One account as the conductor sees it: its last commit, and the life it lives now. There may be a million.
struct account_record {
  account_actor actor;
  std::vector<agent_record> agents;
  std::shared_ptr<const account_core> state;
  std::shared_ptr<const audit_state> judged;
  std::shared_ptr<std::vector<usage>> rows;  // of bulk files, in the epoch that is worked; null: none
  instant reached;                           // committed up to here
  std::uint64_t steps = 0;                   // committed
  std::uint64_t events = 0;
  std::uint64_t state_digest = 0;
  instant next_due;                         // nothing happens before
  instant queued = instant::never();        // where it stands in the queue; never: nowhere
  std::uint64_t died_at_step = UINT64_MAX;  // the account, last
  std::uint64_t seen_at_step = UINT64_MAX;  // by the watchdog, since the account was opened
  incarnation life = 1;
  std::uint32_t crashes_happened = 0;  // crash steps of the open epoch
  unsigned deaths_there = 0;           // in a row, at that step
  bool is_open = false;
};

// Whose life an actor is, or was.
struct actor_life {
  caf::actor_id actor = 0;
  account_index account = 0;
  agent_index agent = no_agent;  // no_agent: the account's own
};

// When something happens in an account that is not open.
struct due_account {
  instant at;
  account_index account = 0;
  friend auto operator<=>(const due_account&, const due_account&) = default;
};

// Hands out epochs, keeps a window of open accounts, and supervises.
class conductor : public conductor_actor::base {
 public:
  conductor(caf::actor_config& config, std::shared_ptr<const world> in, run_options options, bool watchdog,
            block_sink* sink, on_finished finished);

  const char* name() const override { return "conductor"; }
  behavior_type make_behavior() override;

 private:
  // The run (conductor.cpp).
  void start();
  account_state state_at_start(account_index index) const;
  void give_birth_to_world(account_index index);
  // Begins the next epoch, or ends the run: at its end, or where somebody interrupts it. Says whether there
  // is anything to open now.
  bool begin_epoch();
  // Whoever has something due in the epoch, in the order of the world. The last epoch visits everybody, so
  // that all states are digested at the same instant.
  void choose_whom_to_open();
  // Puts an account into the queue of those that are not to open.
  void queue(account_index index);
  // Whether the epoch begins now; else the conductor looks again when the pace says.
  bool may_begin();
  void go_on_when_paced();
  bool is_enough() const;
  bool is_interrupted() const;
  // Looks now and then whether somebody interrupts the run: then epochs that are open are given up.
  void stop_if_asked();
  void open_more();
  void open(account_index index);
  // At which step of the visit that begins a planned crash lies, if one does.
  std::uint64_t planned_crash_in(account_index index, std::uint64_t steps_before) const;
  // The kills that are planned in an account.
  std::vector<planned_kill> planned_kills_of(account_index index) const;
  // One of them happens now; false where none is planned any more.
  bool takes_place(account_index index, kill_point at);
  void commit(const done_report& report);
  void count(const done_report& report);
  void write(const std::shared_ptr<const record::bytes>& block);
  void write_on();
  void send_to_recorder(const blocks_ptr& together);
  void tell_progress();
  void finish();
  void give_up(std::string defect_found);
  void let_everybody_go();

  // Bulk usage (feeding.cpp).
  void read_on();
  bool has_rows();
  void hand_out_rows();

  // Checkpoints (checkpointing.cpp).
  void keep_checkpoint();
  result<void> write_checkpoint();
  // Everybody stands where the checkpoint says, instead of at the start.
  void go_on_from(const checkpoint_view& from);
  account_state state_of(account_index index) const;
  void put_state(account_index index, const account_state& state);
  void rewrite_state(account_index index);

  // Supervision (supervision.cpp).
  template <class Handle>
  Handle supervised(Handle actor) {
    monitor(actor);
    return actor;
  }
  void spawn_life(account_index index);
  void spawn_agent_of(account_index index, agent_index agent);
  // Ends the life that an account lives now and begins the next from its last commit: it is restarted, or
  // takes the place of one that does not differ from it.
  void begin_new_life(account_index index);
  void replace(account_index index);
  // Whose life that actor is, if it is one that is lived now; null if not.
  const actor_life* life_of(const caf::actor_addr& who) const;
  void someone_died(const caf::down_msg& down);
  void account_died(account_index index, const end_of_actor& end);
  static bool dies_too_often(account_record& record, std::uint64_t step);
  // A new recorder goes on behind the last block that the dead one kept.
  void recorder_died(const end_of_actor& end);
  void agent_died(account_index index, agent_index agent, const caf::down_msg& down);
  // A new gateway or auditor in the place of one that is gone. Whoever may have waited for it begins a new
  // life.
  template <class Handle, class Spawn>
  void helper_died(Handle& helper, const caf::down_msg& down, Spawn spawn);
  void crash_on_purpose(const crash_message& message);
  void kill_who_is_meant(account_index account, const crash_command& crash);
  // Reports whoever has made no step since the last tick: a stall is a defect of ours.
  void watch();

  std::shared_ptr<const world> world_;
  run_options options_;
  bool watchdog_;
  block_sink* sink_;  // of the recorder
  recorder_actor recorder_;
  feeder_actor feeder_;  // null: there is no bulk usage
  on_finished finished_;
  instant end_instant_;  // not part of the run any more

  std::vector<gateway_actor> gateways_;
  std::vector<auditor_actor> auditors_;
  std::vector<account_record> records_;
  std::vector<actor_life> lives_;  // in the order in which they began, which is that of the actors' ids
  std::vector<planned_crash> planned_crashes_;
  std::vector<planned_kill> planned_kills_;
  unsigned helper_deaths_ = 0;  // of gateways and auditors, in this epoch

  std::uint32_t epoch_ = 0;
  std::uint32_t epoch_kept_ = 0;        // of the latest checkpoint
  instant until_;                       // of the epoch that is worked
  instant reached_;                     // everybody worked all before
  std::vector<account_index> to_open_;  // in this epoch
  std::size_t next_to_open_ = 0;
  std::priority_queue<due_account, std::vector<due_account>, std::greater<>> due_;  // whoever is not to open
  fed_ptr chunk_;                // of bulk usage, that is worked
  fed_ptr next_chunk_;           // that is worked next, once it is read
  std::size_t next_row_ = 0;     // of `chunk_`
  bool waits_for_rows_ = false;  // nothing goes on before they come
  bool is_catching_up_ = false;  // rows that were worked before the checkpoint are read over
  std::uint32_t open_ = 0;
  std::vector<std::shared_ptr<const record::bytes>> to_write_;
  std::size_t bytes_to_write_ = 0;
  std::uint32_t writing_ = 0;
  std::vector<blocks_ptr> at_recorder_;  // in the order in which they were sent; not answered
  std::uint64_t kept_by_recorder_ = 0;   // blocks that it answered for, in its life
  incarnation recorder_life_ = 1;
  unsigned recorder_deaths_ = 0;  // in a row, at the same block
  bool is_finished_ = false;
  std::chrono::steady_clock::time_point progress_told_;
  run_outcome outcome_;
};

}  // namespace drawdown::actors
