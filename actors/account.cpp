// The account: works its epochs. It fetches what its visit needs and gives it; which rule applies is none of
// its business.
#include <algorithm>
#include <memory>
#include <string>

#include "actors/spawn.hpp"
#include "engine/units/planted.hpp"

namespace drawdown::actors {
namespace {

// What an account has in hand while it works an epoch: its core comes from the last commit and becomes the
// next one.
struct epoch_in_hand {
  epoch_in_hand(open_ptr asked, const account_core& committed, const account_spec& spec)
      : order(std::move(asked)),
        kills(order->kills),
        core(std::make_shared<account_core>(committed)),
        work(*core, spec, order->visit) {
    report->agents.resize(spec.agents.size());
  }

  open_ptr order;
  std::vector<planned_kill> kills;  // that did not happen in this life
  std::shared_ptr<account_core> core;
  visit work;
  visit_need need;
  std::shared_ptr<done_report> report = std::make_shared<done_report>();
};

class account_shell : public account_actor::base {
 public:
  account_shell(caf::actor_config& config, account_birth birth)
      : account_actor::base(config), birth_(std::move(birth)) {
    end_on_exception(this, [this] { return steps(); });
  }

  const char* name() const override { return "account"; }

  behavior_type make_behavior() override {
    return {[this](const open_ptr& order) {
              in_hand_ = std::make_unique<epoch_in_hand>(order, *birth_.state, spec());
              work();
            },
            [this](const plan_ptr& answer) {
              if (answer->state) in_hand_->report->agents[answer->told.agent] = answer->state;
              in_hand_->work.give(std::shared_ptr<const plan>(answer, &answer->told));
              work();
            },
            [this](steps_atom) { return in_hand_ ? steps() : waits_for_verdict; }};
  }

 private:
  const account_spec& spec() const { return birth_.in->accounts[birth_.state->index()]; }
  std::uint64_t steps() const { return birth_.steps_before + (in_hand_ ? in_hand_->work.counts().steps : 0); }

  // Works until something has to be waited for.
  void work() {
    while (
        std::visit([this](auto& need) { return fetch(need); }, in_hand_->need = in_hand_->work.advance())) {
    }
  }

  // Each asks for what is needed and says whether the work goes on at once.
  bool fetch(const plan_needed& need) {
    ++in_hand_->report->wants;
    send(birth_.links.agents[need.agent],
         std::make_shared<const want_message>(want_message{birth_.life, need.asked}));
    if (somebody_dies(kill_point::agent_when_asked, need.asked.from))
      have_killed(kill_point::agent_when_asked, {crash_command::whom::agent, need.agent});
    return false;
  }

  bool fetch(const script_needed& need) {
    const instant at = need.asked.at;
    const gateway_index gateway = need.asked.method.gateway;
    if (somebody_dies(kill_point::account_before_charge, at)) return end(kill_point::account_before_charge);
    ++in_hand_->report->charges;
    request(birth_.links.gateways[gateway], caf::infinite,
            std::make_shared<const charge_message>(charge_message{birth_.state->index(), need.asked}))
        .then(
            [this, at](const script_ptr& told) {
              if (somebody_dies(kill_point::account_after_charge, at)) {
                end(kill_point::account_after_charge);
                return;
              }
              in_hand_->work.give(told);
              work();
            },
            [](const caf::error&) {});
    if (somebody_dies(kill_point::account_during_charge, at)) return end(kill_point::account_during_charge);
    if (somebody_dies(kill_point::gateway_when_asked, at))
      have_killed(kill_point::gateway_when_asked, {crash_command::whom::gateway, gateway});
    return false;
  }

  bool fetch(const crash_reached& need) {
    if (need.crash.target == crash_command::whom::account) return end("crash step");
    send(birth_.links.conductor, std::make_shared<const crash_message>(crash_message{
                                     birth_.state->index(), birth_.life, need.crash, std::nullopt}));
    return true;
  }

  bool fetch(const planned_crash_reached&) { return end("planned crash"); }

  bool fetch(const visit_finished&) {
    commit();
    return false;
  }

  // Whether somebody is to die at this point of the account's epoch; in this life nobody does so again.
  bool somebody_dies(kill_point point, instant at) {
    std::vector<planned_kill>& planned = in_hand_->kills;
    const auto first = first_kill(planned, birth_.state->index(), point);
    if (first == planned.end() || first->from > at) return false;
    planned.erase(first);
    return true;
  }

  // Another actor, with a question of this account on its way to it. Whoever is asked may also die by itself:
  // the conductor hears of it, and begins a new life of this account.
  void have_killed(kill_point point, const crash_command& whom) {
    send(birth_.links.conductor, std::make_shared<const crash_message>(
                                     crash_message{birth_.state->index(), birth_.life, whom, point}));
  }

  bool end(kill_point point) { return end(std::string(name_of(point))); }
  bool end(const std::string& why) {
    quit(end_error(steps(), why));
    return false;
  }

  void commit() {
    ensure(DRAWDOWN_PLANTED("account_dies", true, false), "planted: an account dies at its commit");
    const visit_order& order = in_hand_->order->visit;
    account_core& core = *in_hand_->core;
    visit& work = in_hand_->work;
    const auto report = in_hand_->report;
    report->account = core.index();
    report->life = birth_.life;
    report->epoch = order.epoch;
    report->counts = work.counts();
    report->events = work.event_count();
    report->state_digest = core.digest(order.until);
    report->block = std::make_shared<const record::bytes>(work.commit());
    report->next_due = next_due();
    if (in_hand_->order->tell_plans) report->plans = work.stimuli().plans;
    const auto question = question_to_judge();
    const bool auditor_dies = question && somebody_dies(kill_point::auditor_when_asked, order.until);
    rest();
    if (!question) {
      send(birth_.links.conductor, done_ptr{report});
      return;
    }
    request(birth_.links.auditor, caf::infinite, question)
        .then(
            [this, report](const verdict_ptr& verdict) {
              report->judged = verdict->judged;
              report->disagreement_found = verdict->found;
              send(birth_.links.conductor, done_ptr{report});
            },
            [](const caf::error&) {});
    if (auditor_dies) have_killed(kill_point::auditor_when_asked, {crash_command::whom::auditor, 0});
  }

  // Null where nothing is verified.
  judge_ptr question_to_judge() {
    const open_order& order = *in_hand_->order;
    if (order.verify == verification::off) return nullptr;
    return std::make_shared<const judge_message>(judge_message{
        in_hand_->core->index(), order.verify, order.judged,
        std::make_shared<const epoch_stimuli>(in_hand_->work.hand_over_stimuli()), in_hand_->report->block});
  }

  // The epoch is worked: what stays is the state that was reached, which the conductor keeps, too.
  void rest() {
    birth_.steps_before = steps();
    birth_.state = in_hand_->report->state = std::move(in_hand_->core);
    in_hand_.reset();
  }

  // Nothing happens in this account before: what the core awaits, the next step, the next usage of an agent.
  instant next_due() const {
    const instant until = in_hand_->order->visit.until;
    instant due = in_hand_->core->next_due();
    const std::vector<std::shared_ptr<const command>>& steps = spec().commands;
    const auto next = std::partition_point(steps.begin(), steps.end(),
                                           [&](const auto& step) { return step->order.at < until; });
    if (next != steps.end()) due = std::min(due, (*next)->order.at);
    for (const auto& agent : in_hand_->report->agents) due = std::min(due, agent ? agent->next_at() : until);
    return due;
  }

  account_birth birth_;                     // with the state of the last commit
  std::unique_ptr<epoch_in_hand> in_hand_;  // null: the account rests
};

}  // namespace

account_actor spawn_account(caf::actor_system& system, account_birth birth) {
  return system.spawn<account_shell, caf::lazy_init>(std::move(birth));
}

}  // namespace drawdown::actors
