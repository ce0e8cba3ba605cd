// The conductor: hands out epochs and keeps a window of open accounts. All accounts work an epoch before any
// works the next.
#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "actors/conductor_shell.hpp"
#include "actors/epochs.hpp"
#include "engine/time/text.hpp"
#include "engine/units/planted.hpp"

namespace drawdown::actors {
namespace {

constexpr std::size_t most_auditor_shards = 64;
constexpr auto progress_period = std::chrono::milliseconds(250);
constexpr auto interrupt_period = std::chrono::milliseconds(100);
constexpr std::size_t bytes_written_together = 64 * 1024;

std::string what_was_thrown(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "an exception of an unknown kind";
  }
}

// The first account that was not worked up to there; nothing where all were.
std::optional<account_index> left_behind(const std::vector<account_record>& all, instant until) {
  for (account_index i = 0; i < all.size(); ++i)
    if (all[i].reached != until) return i;
  return std::nullopt;
}

}  // namespace

conductor::conductor(caf::actor_config& config, std::shared_ptr<const world> in, run_options options,
                     bool watchdog, block_sink* sink, on_finished finished)
    : conductor_actor::base(config),
      world_(std::move(in)),
      options_(std::move(options)),
      watchdog_(watchdog),
      sink_(sink),
      finished_(std::move(finished)) {
  end_instant_ = std::min(options_.until.value_or(world_->end), world_->end).next();
  planned_crashes_ = options_.crashes;
  planned_kills_ = options_.kills;
  set_down_handler([this](const caf::down_msg& down) { someone_died(down); });
  set_exception_handler([this](std::exception_ptr& thrown) -> caf::error {
    give_up(what_was_thrown(thrown));
    return caf::sec::runtime_error;
  });
}

conductor::behavior_type conductor::make_behavior() {
  return {[this](start_atom) { start(); },
          [this](const done_ptr& report) { commit(*report); },
          [this](const crash_ptr& crash) { crash_on_purpose(*crash); },
          [this](watch_atom) { watch(); },
          [this](stop_atom) { stop_if_asked(); },
          [this](go_atom) { go_on_when_paced(); }};
}

void conductor::start() {
  recorder_ = supervised(spawn_recorder(system(), *sink_));
  for (std::size_t i = 0; i < world_->gateways.size(); ++i)
    gateways_.push_back(supervised(spawn_gateway(system(), world_)));
  const std::size_t shards = std::min(most_auditor_shards, world_->accounts.size());
  for (std::size_t i = 0; i < shards; ++i) auditors_.push_back(supervised(spawn_auditor(system(), world_)));
  records_.resize(world_->accounts.size());
  until_ = world_->start;
  if (options_.resumed != nullptr)
    go_on_from(*options_.resumed);
  else
    for (account_index i = 0; i < records_.size(); ++i) put_state(i, state_at_start(i));
  if (is_finished_) return;
  for (account_index i = 0; i < records_.size(); ++i) give_birth_to_world(i);
  if (watchdog_) delayed_send(this, watchdog_period, watch_atom_v);
  if (watchdog_) delayed_send(this, interrupt_period, stop_atom_v);
  if (options_.feed != nullptr) {
    feeder_ = supervised(spawn_feeder(system(), *options_.feed));
    read_on();
  }
  open_more();
}

account_state conductor::state_at_start(account_index index) const {
  account_state state;
  state.core = std::make_shared<const account_core>(world_, index);
  state.reached = world_->start;
  state.next_due = world_->start;
  const auto agents = static_cast<agent_index>(world_->accounts[index].agents.size());
  for (agent_index a = 0; a < agents; ++a)
    state.agents.push_back(std::make_shared<const agent_core>(world_, index, a));
  return state;
}

void conductor::give_birth_to_world(account_index index) {
  account_record& record = records_[index];
  queue(index);
  for (agent_index a = 0; a < record.agents.size(); ++a) spawn_agent_of(index, a);
  spawn_life(index);
}

// Begins the next epoch, or ends the run: at its end, or where somebody interrupts it. Says whether there
// is anything to open now.
bool conductor::begin_epoch() {
  if (options_.pace != nullptr && epoch_ > 0 && reached_ != until_) options_.pace->ends(until_);
  reached_ = until_;
  const bool is_over = until_ >= end_instant_;
  if (const auto behind = is_over ? left_behind(records_, until_) : std::nullopt) {
    give_up(fmt::format("account `{}` was worked until {} only, and the run until {}",
                        world_->accounts[*behind].name, to_string(records_[*behind].reached),
                        to_string(until_)));
    return false;
  }
  outcome_.interrupted = is_interrupted() && !is_over;
  outcome_.was_enough = is_enough() && !is_over;
  if (is_over || outcome_.interrupted || outcome_.was_enough || !outcome_.disagreements.empty()) {
    finish();
    return false;
  }
  if (options_.checkpoints != nullptr) keep_checkpoint();
  if (is_finished_ || !has_rows()) return false;
  ++epoch_;
  helper_deaths_ = 0;
  until_ = options_.pace != nullptr ? std::min(options_.pace->end_of_epoch(until_), end_instant_)
                                    : end_of_epoch(until_, options_.epoch, end_instant_);
  if (options_.feed != nullptr) until_ = std::min(until_, (*chunk_)->complete_until);
  choose_whom_to_open();
  hand_out_rows();
  return may_begin();
}

// Whoever has something due in the epoch, in the order of the world. The last epoch visits everybody, so
// that all states are digested at the same instant.
void conductor::choose_whom_to_open() {
  to_open_.clear();
  next_to_open_ = 0;
  if (until_ == end_instant_) {
    due_ = {};
    to_open_.resize(records_.size());
    std::iota(to_open_.begin(), to_open_.end(), account_index{0});
    return;
  }
  for (; !due_.empty() && due_.top().at < until_; due_.pop()) {
    const due_account& next = due_.top();
    account_record& record = records_[next.account];
    if (record.queued != next.at) continue;  // it was put off
    record.queued = instant::never();
    to_open_.push_back(next.account);
  }
  std::sort(to_open_.begin(), to_open_.end());
}

// An account that is opened for its rows alone stays in the queue as it is, so that there is one entry of it
// however often that happens.
void conductor::queue(account_index index) {
  account_record& record = records_[index];
  if (record.queued == record.next_due) return;
  record.queued = record.next_due;
  due_.push({record.next_due, index});
}

// Whether the epoch begins now; else the conductor looks again when the pace says.
bool conductor::may_begin() {
  if (options_.pace == nullptr) return true;
  const std::chrono::nanoseconds wait = options_.pace->wait(until_);
  if (wait > std::chrono::nanoseconds::zero()) {
    delayed_send(this, wait, go_atom_v);
    return false;
  }
  options_.pace->begins();
  return true;
}

void conductor::go_on_when_paced() {
  if (!is_finished_ && may_begin()) open_more();
}

bool conductor::is_enough() const {
  return options_.pace != nullptr && options_.pace->is_enough();
}

bool conductor::is_interrupted() const {
  return options_.interrupted != nullptr && options_.interrupted->load();
}

// Looks now and then whether somebody interrupts the run: then epochs that are open are given up.
void conductor::stop_if_asked() {
  if (is_finished_ || options_.interrupted == nullptr) return;
  if (is_interrupted()) {
    outcome_.interrupted = true;
    finish();
    return;
  }
  delayed_send(this, interrupt_period, stop_atom_v);
}

void conductor::open_more() {
  while (!is_finished_) {
    const bool enough = is_enough();
    const std::size_t to_open = DRAWDOWN_PLANTED("last_account_forgotten", to_open_.size(),
                                                 to_open_.size() - std::min<std::size_t>(to_open_.size(), 1));
    while (!enough && open_ < options_.window && next_to_open_ < to_open) open(to_open_[next_to_open_++]);
    if (open_ > 0) return;
    if (DRAWDOWN_PLANTED("last_blocks_left_behind", true, until_ < end_instant_)) write_on();
    if (writing_ > 0) return;
    if (enough && next_to_open_ < to_open_.size()) {
      outcome_.was_enough = true;
      finish();
      return;
    }
    if (!begin_epoch()) return;
  }
}

void conductor::open(account_index index) {
  account_record& record = records_[index];
  if (!record.is_open) ++open_;
  record.is_open = true;
  record.seen_at_step = UINT64_MAX;
  auto order = std::make_shared<open_order>();
  order->visit = {epoch_,
                  record.reached,
                  until_,
                  options_.chunk,
                  record.events + 1,
                  record.crashes_happened,
                  planned_crash_in(index, record.steps),
                  record.rows,
                  options_.verify != verification::off || options_.pace != nullptr};
  order->verify = options_.verify;
  order->tell_plans = options_.pace != nullptr;
  order->judged = record.judged;
  order->kills = planned_kills_of(index);
  send(record.actor, open_ptr{std::move(order)});
}

// At which step of the visit that begins a planned crash lies, if one does.
std::uint64_t conductor::planned_crash_in(account_index index, std::uint64_t steps_before) const {
  std::uint64_t earliest = UINT64_MAX;
  for (const planned_crash& crash : planned_crashes_)
    if (crash.account == index && crash.step >= steps_before)
      earliest = std::min(earliest, crash.step - steps_before);
  return earliest;
}

std::vector<planned_kill> conductor::planned_kills_of(account_index index) const {
  std::vector<planned_kill> own;
  for (const planned_kill& one : planned_kills_)
    if (one.account == index) own.push_back(one);
  return own;
}

bool conductor::takes_place(account_index index, kill_point at) {
  const auto planned = first_kill(planned_kills_, index, at);
  if (planned == planned_kills_.end()) return false;
  planned_kills_.erase(planned);
  ++outcome_.work.kills[static_cast<std::size_t>(at)];
  return true;
}

void conductor::commit(const done_report& report) {
  if (is_finished_) return;
  account_record& record = records_[report.account];
  if (report.life != record.life || !record.is_open) return;  // of an earlier life
  record.is_open = false;
  --open_;
  record.state = report.state;
  record.judged = report.judged;
  record.rows.reset();
  record.reached = until_;
  record.next_due = report.next_due;
  queue(report.account);
  record.steps += report.counts.steps;
  record.events += report.events;
  record.state_digest = report.state_digest;
  record.crashes_happened = 0;
  record.died_at_step = UINT64_MAX;
  record.deaths_there = 0;
  for (std::size_t a = 0; a < report.agents.size(); ++a) {
    record.agents[a].deaths = 0;
    if (report.agents[a]) record.agents[a].state = report.agents[a];
  }
  if (options_.states_as_bytes) rewrite_state(report.account);
  if (is_finished_) return;
  if (report.disagreement_found) outcome_.disagreements.push_back(*report.disagreement_found);
  count(report);
  if (options_.pace != nullptr)
    options_.pace->answers({report.account, report.counts.usages, report.counts.charged,
                            report.counts.plan_steps, report.events, report.block->size(), report.plans});
  write(report.block);
  tell_progress();
  open_more();
}

void conductor::count(const done_report& report) {
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

// Blocks of small visits go to the recorder together.
void conductor::write(const std::shared_ptr<const record::bytes>& block) {
  to_write_.push_back(block);
  bytes_to_write_ += block->size();
  if (bytes_to_write_ >= bytes_written_together || to_write_.size() >= options_.window) write_on();
}

void conductor::write_on() {
  if (to_write_.empty()) return;
  ++writing_;
  bytes_to_write_ = 0;
  const auto together =
      std::make_shared<const std::vector<std::shared_ptr<const record::bytes>>>(std::exchange(to_write_, {}));
  send_to_recorder(together);
}

void conductor::send_to_recorder(const blocks_ptr& together) {
  at_recorder_.push_back(together);
  request(recorder_, caf::infinite, together)
      .then(
          [this, life = recorder_life_](const error_ptr& refused) {
            if (life != recorder_life_) return;
            --writing_;
            kept_by_recorder_ += at_recorder_.front()->size();
            at_recorder_.erase(at_recorder_.begin());
            recorder_deaths_ = 0;
            if (refused && !outcome_.sink_error) {
              outcome_.sink_error = *refused;
              finish();
              return;
            }
            open_more();
          },
          [](const caf::error&) {});
}

void conductor::tell_progress() {
  if (!options_.on_progress) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - progress_told_ < progress_period) return;
  progress_told_ = now;
  const std::uint64_t with_nothing_due = records_.size() - to_open_.size();
  options_.on_progress({reached_, until_, with_nothing_due + next_to_open_ - open_, outcome_.work.events});
}

void conductor::finish() {
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

void conductor::give_up(std::string defect_found) {
  outcome_.defect = std::move(defect_found);
  finish();
}

void conductor::let_everybody_go() {
  set_down_handler([](const caf::down_msg&) {});
  const auto go = [this](const auto& actor) { send_exit(actor, caf::exit_reason::user_shutdown); };
  // Whoever is idle ends when nobody holds it: a message to each of a million would be a queue that the
  // threads then steal from, which takes minutes.
  for (const account_record& record : records_) {
    if (!record.is_open) continue;
    go(record.actor);
    for (const agent_record& agent : record.agents) go(agent.actor);
  }
  for (const auto& gateway : gateways_) go(gateway);
  for (const auto& auditor : auditors_) go(auditor);
  go(recorder_);
  if (feeder_) go(feeder_);
  records_.clear();
  gateways_.clear();
  auditors_.clear();
}

conductor_actor spawn_conductor(caf::actor_system& system, std::shared_ptr<const world> in,
                                const run_options& options, bool watchdog, block_sink& sink,
                                on_finished finished) {
  return system.spawn<conductor>(std::move(in), options, watchdog, &sink, std::move(finished));
}

}  // namespace drawdown::actors
