// The conductor: hands out epochs, keeps a window of open accounts, and supervises. All accounts work an
// epoch before any works the next. Whoever dies is restarted from the last commit, and the epoch is worked
// again.
#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>
#include <queue>

#include <fmt/format.h>

#include "actors/epochs.hpp"
#include "actors/spawn.hpp"
#include "engine/time/text.hpp"

namespace drawdown::actors {
namespace {

constexpr std::size_t most_auditor_shards = 64;
constexpr unsigned deaths_that_are_a_defect = 3;
constexpr auto watchdog_period = std::chrono::seconds(30);
constexpr auto progress_period = std::chrono::milliseconds(250);
constexpr auto interrupt_period = std::chrono::milliseconds(100);

// One account as the conductor sees it: its last commit, and the life it lives now.
struct account_record {
  account_actor actor;
  std::vector<agent_actor> agents;
  std::shared_ptr<const account_core> state;
  std::vector<std::shared_ptr<const agent_core>> agent_states;
  std::shared_ptr<const audit_state> judged;
  incarnation life = 1;
  instant reached;          // committed up to here
  std::uint64_t steps = 0;  // committed
  std::uint64_t events = 0;
  std::uint64_t state_digest = 0;
  bool is_open = false;
  std::uint32_t crashes_happened = 0;  // crash steps of the open epoch
  std::uint64_t died_at_step = UINT64_MAX;
  unsigned deaths_there = 0;                  // in a row, at that step
  std::optional<std::uint64_t> seen_at_step;  // by the watchdog
};

// When something happens in an account that is not open.
struct due_account {
  instant at;
  account_index account = 0;
  friend auto operator<=>(const due_account&, const due_account&) = default;
};

class conductor : public conductor_actor::base {
 public:
  conductor(caf::actor_config& config, std::shared_ptr<const world> in, run_options options, bool watchdog,
            recorder_actor recorder, on_finished finished)
      : conductor_actor::base(config),
        world_(std::move(in)),
        options_(std::move(options)),
        watchdog_(watchdog),
        recorder_(std::move(recorder)),
        finished_(std::move(finished)) {
    end_instant_ = std::min(options_.until.value_or(world_->end), world_->end).next();
    planned_crashes_ = options_.crashes;
    set_down_handler([this](const caf::down_msg& down) { someone_died(down); });
    set_exception_handler([this](std::exception_ptr& thrown) -> caf::error {
      give_up(what_was_thrown(thrown));
      return caf::sec::runtime_error;
    });
  }

  const char* name() const override { return "conductor"; }

  behavior_type make_behavior() override {
    return {[this](start_atom) { start(); }, [this](const crash_ptr& crash) { crash_on_purpose(*crash); },
            [this](watch_atom) { watch(); }, [this](stop_atom) { stop_if_asked(); },
            [this](go_atom) { go_on_when_paced(); }};
  }

 private:
  static std::string what_was_thrown(const std::exception_ptr& thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& e) {
      return e.what();
    } catch (...) {
      return "an exception of an unknown kind";
    }
  }

  // --- the run ---

  void start() {
    for (std::size_t i = 0; i < world_->gateways.size(); ++i)
      gateways_.push_back(supervised(spawn_gateway(system(), world_)));
    const std::size_t shards = std::min(most_auditor_shards, world_->accounts.size());
    for (std::size_t i = 0; i < shards; ++i) auditors_.push_back(supervised(spawn_auditor(system(), world_)));
    monitor(recorder_);
    records_.resize(world_->accounts.size());
    for (account_index i = 0; i < records_.size(); ++i) give_birth_to_world(i);
    if (watchdog_) delayed_send(this, watchdog_period, watch_atom_v);
    if (watchdog_) delayed_send(this, interrupt_period, stop_atom_v);
    until_ = world_->start;
    open_more();
  }

  void give_birth_to_world(account_index index) {
    account_record& record = records_[index];
    record.state = std::make_shared<const account_core>(world_, index);
    record.reached = world_->start;
    due_.push({world_->start, index});
    for (agent_index a = 0; a < world_->accounts[index].agents.size(); ++a) {
      record.agent_states.push_back(std::make_shared<const agent_core>(world_, index, a));
      record.agents.push_back(supervised(spawn_agent(system(), *record.agent_states.back())));
    }
    spawn_life(index);
  }

  // Begins the next epoch, or ends the run: at its end, or where somebody interrupts it. Says whether there
  // is anything to open now.
  bool begin_epoch() {
    if (options_.pace != nullptr && epoch_ > 0) options_.pace->ends(until_);
    reached_ = until_;
    const bool is_over = until_ >= end_instant_;
    outcome_.interrupted = is_interrupted() && !is_over;
    outcome_.was_enough = is_enough() && !is_over;
    if (is_over || outcome_.interrupted || outcome_.was_enough || !outcome_.disagreements.empty()) {
      finish();
      return false;
    }
    ++epoch_;
    until_ = options_.pace != nullptr ? std::min(options_.pace->end_of_epoch(until_), end_instant_)
                                      : end_of_epoch(until_, options_.epoch, end_instant_);
    choose_whom_to_open();
    return may_begin();
  }

  // Whoever has something due in the epoch, in the order of the world. The last epoch visits everybody, so
  // that all states are digested at the same instant.
  void choose_whom_to_open() {
    to_open_.clear();
    next_to_open_ = 0;
    if (until_ == end_instant_) {
      due_ = {};
      to_open_.resize(records_.size());
      std::iota(to_open_.begin(), to_open_.end(), account_index{0});
      return;
    }
    for (; !due_.empty() && due_.top().at < until_; due_.pop()) to_open_.push_back(due_.top().account);
    std::sort(to_open_.begin(), to_open_.end());
  }

  // Whether the epoch begins now; else the conductor looks again when the pace says.
  bool may_begin() {
    if (options_.pace == nullptr) return true;
    const std::chrono::nanoseconds wait = options_.pace->wait(until_);
    if (wait > std::chrono::nanoseconds::zero()) {
      delayed_send(this, wait, go_atom_v);
      return false;
    }
    options_.pace->begins();
    return true;
  }

  void go_on_when_paced() {
    if (!is_finished_ && may_begin()) open_more();
  }

  bool is_enough() const { return options_.pace != nullptr && options_.pace->is_enough(); }

  bool is_interrupted() const { return options_.interrupted != nullptr && options_.interrupted->load(); }

  // Looks now and then whether somebody interrupts the run: then epochs that are open are given up.
  void stop_if_asked() {
    if (is_finished_ || options_.interrupted == nullptr) return;
    if (is_interrupted()) {
      outcome_.interrupted = true;
      finish();
      return;
    }
    delayed_send(this, interrupt_period, stop_atom_v);
  }

  void open_more() {
    while (!is_finished_) {
      const bool enough = is_enough();
      while (!enough && open_ < options_.window && next_to_open_ < to_open_.size())
        open(to_open_[next_to_open_++]);
      if (open_ > 0 || writing_ > 0) return;
      if (enough && next_to_open_ < to_open_.size()) {
        outcome_.was_enough = true;
        finish();
        return;
      }
      if (!begin_epoch()) return;
    }
  }

  void open(account_index index) {
    account_record& record = records_[index];
    if (!record.is_open) ++open_;
    record.is_open = true;
    record.seen_at_step.reset();
    auto order = std::make_shared<open_order>();
    order->visit = {epoch_,
                    record.reached,
                    until_,
                    options_.chunk,
                    record.events + 1,
                    record.crashes_happened,
                    planned_crash_in(index, record.steps)};
    order->verify = options_.verify;
    order->tell_plans = options_.pace != nullptr;
    order->judged = record.judged;
    request(record.actor, caf::infinite, open_ptr{std::move(order)})
        .then([this](const done_ptr& report) { commit(*report); }, [](const caf::error&) {});
  }

  // At which step of the visit that begins a planned crash lies, if one does.
  std::uint64_t planned_crash_in(account_index index, std::uint64_t steps_before) const {
    std::uint64_t earliest = UINT64_MAX;
    for (const planned_crash& crash : planned_crashes_)
      if (crash.account == index && crash.step >= steps_before)
        earliest = std::min(earliest, crash.step - steps_before);
    return earliest;
  }

  void commit(const done_report& report) {
    account_record& record = records_[report.account];
    if (report.life != record.life || !record.is_open) return;  // of an earlier life
    record.is_open = false;
    --open_;
    record.state = report.state;
    record.judged = report.judged;
    record.reached = until_;
    due_.push({report.next_due, report.account});
    record.steps += report.counts.steps;
    record.events += report.events;
    record.state_digest = report.state_digest;
    record.crashes_happened = 0;
    helper_deaths_ = 0;
    record.died_at_step = UINT64_MAX;
    record.deaths_there = 0;
    for (std::size_t a = 0; a < report.agents.size(); ++a)
      if (report.agents[a]) record.agent_states[a] = report.agents[a];
    if (report.disagreement_found) outcome_.disagreements.push_back(*report.disagreement_found);
    count(report);
    if (options_.pace != nullptr)
      options_.pace->answers({report.account, report.counts.usages, report.counts.charged,
                              report.counts.plan_steps, report.events, report.block->size(), report.plans});
    write(report.block);
    tell_progress();
    open_more();
  }

  void count(const done_report& report) {
    work_counts& work = outcome_.work;
    ++work.visits;
    work.open_done += 2;
    work.want_plan += 2 * report.wants;
    work.charge_script += 2 * report.charges;
    if (options_.verify != verification::off) work.judge_verdict += 2;
    work.usages += report.counts.usages;
    work.charged += report.counts.charged;
    work.events += report.events;
  }

  void write(const block_ptr& block) {
    ++writing_;
    request(recorder_, caf::infinite, block)
        .then(
            [this](const error_ptr& refused) {
              --writing_;
              if (refused && !outcome_.sink_error) {
                outcome_.sink_error = *refused;
                finish();
                return;
              }
              open_more();
            },
            [](const caf::error&) {});
  }

  void tell_progress() {
    if (!options_.on_progress) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - progress_told_ < progress_period) return;
    progress_told_ = now;
    const std::uint64_t with_nothing_due = records_.size() - to_open_.size();
    options_.on_progress({reached_, until_, with_nothing_due + next_to_open_ - open_, outcome_.work.events});
  }

  void finish() {
    if (is_finished_) return;
    is_finished_ = true;
    outcome_.reached = instant::from_us(reached_.us() - 1);
    for (const account_record& record : records_) {
      outcome_.state_digests.push_back(record.state_digest);
      outcome_.steps.push_back(record.steps);
    }
    std::sort(outcome_.disagreements.begin(), outcome_.disagreements.end(),
              [](const disagreement& a, const disagreement& b) {
                return a.at != b.at ? a.at < b.at : a.account < b.account;
              });
    let_everybody_go();
    finished_(std::move(outcome_));
    quit();
  }

  void give_up(std::string defect_found) {
    outcome_.defect = std::move(defect_found);
    finish();
  }

  void let_everybody_go() {
    set_down_handler([](const caf::down_msg&) {});
    const auto go = [this](const auto& actor) { send_exit(actor, caf::exit_reason::user_shutdown); };
    // Whoever is idle ends when nobody holds it: a message to each of a million would be a queue that the
    // threads then steal from, which takes minutes.
    for (const account_record& record : records_) {
      if (!record.is_open) continue;
      go(record.actor);
      for (const agent_actor& agent : record.agents) go(agent);
    }
    for (const auto& gateway : gateways_) go(gateway);
    for (const auto& auditor : auditors_) go(auditor);
    go(recorder_);
    records_.clear();
    gateways_.clear();
    auditors_.clear();
  }

  // --- supervision ---

  template <class Handle>
  Handle supervised(Handle actor) {
    monitor(actor);
    return actor;
  }

  void spawn_life(account_index index) {
    account_record& record = records_[index];
    record.actor = supervised(spawn_account(
        system(), {world_,
                   record.state,
                   record.life,
                   record.steps,
                   {conductor_actor(this), record.agents, gateways_, auditors_[index % auditors_.size()]}}));
    account_of_[record.actor.address()] = index;
  }

  // Ends the life that an account lives now and begins the next from its last commit.
  void begin_new_life(account_index index) {
    account_record& record = records_[index];
    account_of_.erase(record.actor.address());
    send_exit(record.actor, caf::exit_reason::kill);
    ++record.life;
    ++outcome_.work.restarts;
    spawn_life(index);
    if (record.is_open) open(index);
  }

  void someone_died(const caf::down_msg& down) {
    if (is_finished_) return;
    if (const auto found = account_of_.find(down.source); found != account_of_.end()) {
      account_died(found->second, read_end(down.reason));
      return;
    }
    if (down.source == recorder_.address()) {
      give_up("the recorder died: " + read_end(down.reason).what);
      return;
    }
    for (auto& gateway : gateways_)
      if (gateway.address() == down.source)
        return helper_died(gateway, down, [this] { return spawn_gateway(system(), world_); });
    for (auto& auditor : auditors_)
      if (auditor.address() == down.source)
        return helper_died(auditor, down, [this] { return spawn_auditor(system(), world_); });
    for (account_index i = 0; i < records_.size(); ++i)
      for (agent_index a = 0; a < records_[i].agents.size(); ++a)
        if (records_[i].agents[a].address() == down.source)
          return agent_died(i, a, read_end(down.reason).what);
  }

  void account_died(account_index index, const end_of_actor& end) {
    account_record& record = records_[index];
    if (end.what == "crash step") {
      ++record.crashes_happened;
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

  static bool dies_too_often(account_record& record, std::uint64_t step) {
    if (record.died_at_step != step) record.deaths_there = 0;
    record.died_at_step = step;
    return ++record.deaths_there >= deaths_that_are_a_defect;
  }

  void agent_died(account_index index, agent_index agent, const std::string& what) {
    account_record& record = records_[index];
    if (dies_too_often(record, record.steps)) {
      give_up(fmt::format("agent `{}` of account `{}` died {} times in the epoch until {}: {}",
                          world_->accounts[index].agents[agent].name, world_->accounts[index].name,
                          deaths_that_are_a_defect, to_string(until_), what));
      return;
    }
    restart_agent(index, agent);
  }

  void restart_agent(account_index index, agent_index agent) {
    account_record& record = records_[index];
    record.agents[agent] = supervised(spawn_agent(system(), *record.agent_states[agent]));
    begin_new_life(index);
  }

  template <class Handle, class Spawn>
  void helper_died(Handle& helper, const caf::down_msg& down, Spawn spawn) {
    if (++helper_deaths_ >= deaths_that_are_a_defect) {
      give_up(fmt::format("a gateway or auditor died {} times in the epoch until {}: {}",
                          deaths_that_are_a_defect, to_string(until_), read_end(down.reason).what));
      return;
    }
    replace(helper, spawn);
  }

  // A new gateway or auditor in the place of one that is gone. Whoever may have waited for it begins a new
  // life.
  template <class Handle, class Spawn>
  void replace(Handle& helper, Spawn spawn) {
    helper = supervised(spawn());
    for (account_index i = 0; i < records_.size(); ++i) begin_new_life(i);
  }

  void crash_on_purpose(const crash_message& message) {
    account_record& record = records_[message.account];
    if (is_finished_ || message.life != record.life || !record.is_open) return;
    ++record.crashes_happened;
    switch (message.crash.target) {
      case crash_command::whom::account:
        break;  // dies by itself
      case crash_command::whom::agent:
        send_exit(record.agents[message.crash.index], caf::exit_reason::kill);
        restart_agent(message.account, message.crash.index);
        break;
      case crash_command::whom::gateway: {
        gateway_actor& gateway = gateways_[message.crash.index];
        send_exit(gateway, caf::exit_reason::kill);
        replace(gateway, [this] { return spawn_gateway(system(), world_); });
        break;
      }
      case crash_command::whom::auditor: {
        auditor_actor& auditor = auditors_[message.account % auditors_.size()];
        send_exit(auditor, caf::exit_reason::kill);
        replace(auditor, [this] { return spawn_auditor(system(), world_); });
        break;
      }
    }
  }

  // Reports whoever has made no step since the last tick: a stall is a defect of ours.
  void watch() {
    if (is_finished_) return;
    for (account_index i = 0; i < records_.size(); ++i) {
      if (!records_[i].is_open) continue;
      request(records_[i].actor, caf::infinite, steps_atom_v)
          .then(
              [this, i, life = records_[i].life](std::uint64_t steps) {
                account_record& record = records_[i];
                if (is_finished_ || record.life != life || !record.is_open) return;
                if (std::exchange(record.seen_at_step, steps) == steps)
                  give_up(fmt::format(
                      "account `{}` made no progress for {} s at step {} of the run, in the epoch until {}",
                      world_->accounts[i].name, watchdog_period.count(), steps, to_string(until_)));
              },
              [](const caf::error&) {});
    }
    delayed_send(this, watchdog_period, watch_atom_v);
  }

  std::shared_ptr<const world> world_;
  run_options options_;
  bool watchdog_;
  recorder_actor recorder_;
  on_finished finished_;
  instant end_instant_;  // not part of the run any more

  std::vector<gateway_actor> gateways_;
  std::vector<auditor_actor> auditors_;
  std::vector<account_record> records_;
  std::map<caf::actor_addr, account_index> account_of_;
  std::vector<planned_crash> planned_crashes_;
  unsigned helper_deaths_ = 0;  // of gateways and auditors, since anything was committed

  std::uint32_t epoch_ = 0;
  instant until_;                       // of the epoch that is worked
  instant reached_;                     // everybody worked all before
  std::vector<account_index> to_open_;  // in this epoch
  std::size_t next_to_open_ = 0;
  std::priority_queue<due_account, std::vector<due_account>, std::greater<>> due_;  // whoever is not to open
  std::uint32_t open_ = 0;
  std::uint32_t writing_ = 0;
  bool is_finished_ = false;
  std::chrono::steady_clock::time_point progress_told_;
  run_outcome outcome_;
};

}  // namespace

conductor_actor spawn_conductor(caf::actor_system& system, std::shared_ptr<const world> in,
                                const run_options& options, bool watchdog, recorder_actor recorder,
                                on_finished finished) {
  return system.spawn<conductor>(std::move(in), options, watchdog, std::move(recorder), std::move(finished));
}

}  // namespace drawdown::actors
