// The account: works its epochs. It fetches what its visit needs and gives it; which rule applies is none of
// its business.
#include <algorithm>
#include <memory>

#include "actors/spawn.hpp"
#include "engine/units/planted.hpp"

namespace drawdown::actors {
namespace {

// What an account has in hand while it works an epoch: its core comes from the last commit and becomes the
// next one.
struct epoch_in_hand {
  epoch_in_hand(open_ptr asked, const account_core& committed, const account_spec& spec)
      : order(std::move(asked)),
        core(std::make_shared<account_core>(committed)),
        work(*core, spec, order->visit) {
    report->agents.resize(spec.agents.size());
  }

  open_ptr order;
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
            [this](steps_atom) { return steps(); }};
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
    return false;
  }

  bool fetch(const script_needed& need) {
    ++in_hand_->report->charges;
    ask<script_ptr>(birth_.links.gateways[need.asked.method.gateway],
                    std::make_shared<const charge_message>(charge_message{birth_.state->index(), need.asked}),
                    [this](const script_ptr& told) { in_hand_->work.give(told); });
    return false;
  }

  bool fetch(const crash_reached& need) {
    if (need.crash.target == crash_command::whom::account) return end("crash step");
    send(birth_.links.conductor, std::make_shared<const crash_message>(
                                     crash_message{birth_.state->index(), birth_.life, need.crash}));
    return true;
  }

  bool fetch(const planned_crash_reached&) { return end("planned crash"); }

  bool fetch(const visit_finished&) {
    commit();
    return false;
  }

  // Whoever is asked may die before it answers. The conductor hears of that and begins a new life of this
  // account.
  template <class Answer, class Whom, class Question, class Then>
  void ask(const Whom& whom, Question question, Then then) {
    request(whom, caf::infinite, std::move(question))
        .then(
            [this, then](const Answer& answer) {
              then(answer);
              work();
            },
            [](const caf::error&) {});
  }

  bool end(const char* why) {
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
