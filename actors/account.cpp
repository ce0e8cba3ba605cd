// The account: works its epochs. It fetches what its visit needs and gives it; which rule applies is none of
// its business.
#include <algorithm>

#include "actors/spawn.hpp"
#include "engine/units/planted.hpp"

namespace drawdown::actors {
namespace {

class account_shell : public account_actor::base {
 public:
  account_shell(caf::actor_config& config, account_birth birth)
      : account_actor::base(config), birth_(std::move(birth)), core_(*birth_.state) {
    end_on_exception(this, [this] { return steps(); });
  }

  const char* name() const override { return "account"; }

  // A promise that was not kept holds its own actor: without this an account that died would never be freed.
  void on_exit() override { promise_ = {}; }

  behavior_type make_behavior() override {
    return {[this](const open_ptr& order) -> caf::result<done_ptr> {
              order_ = order;
              visit_.emplace(core_, spec(), order->visit);
              report_ = std::make_shared<done_report>();
              report_->agents.resize(birth_.links.agents.size());
              promise_ = make_response_promise<done_ptr>();
              work();
              return promise_;
            },
            [this](steps_atom) { return steps(); }};
  }

 private:
  const account_spec& spec() const { return birth_.in->accounts[core_.index()]; }
  std::uint64_t steps() const { return birth_.steps_before + (visit_ ? visit_->counts().steps : 0); }

  // Works until something has to be waited for.
  void work() {
    while (std::visit([this](auto& need) { return fetch(need); }, need_ = visit_->advance())) {
    }
  }

  // Each asks for what is needed and says whether the work goes on at once.
  bool fetch(const plan_needed& need) {
    ++report_->wants;
    ask<plan_reply>(birth_.links.agents[need.agent],
                    std::make_shared<const want_message>(want_message{birth_.life, need.asked}),
                    [this](const plan_reply& reply) {
                      if (reply->state) report_->agents[reply->told->agent] = reply->state;
                      visit_->give(reply->told);
                    });
    return false;
  }

  bool fetch(const script_needed& need) {
    ++report_->charges;
    ask<script_ptr>(birth_.links.gateways[need.asked.method.gateway],
                    std::make_shared<const charge_message>(charge_message{core_.index(), need.asked}),
                    [this](const script_ptr& told) { visit_->give(told); });
    return false;
  }

  bool fetch(const crash_reached& need) {
    if (need.crash.target == crash_command::whom::account) return end("crash step");
    send(birth_.links.conductor,
         std::make_shared<const crash_message>(crash_message{core_.index(), birth_.life, need.crash}));
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
    report_->account = core_.index();
    report_->life = birth_.life;
    report_->epoch = order_->visit.epoch;
    report_->counts = visit_->counts();
    report_->events = visit_->event_count();
    report_->state_digest = core_.digest(order_->visit.until);
    report_->block = std::make_shared<const record::bytes>(visit_->commit());
    report_->next_due = next_due();
    report_->state = std::make_shared<const account_core>(core_);
    if (order_->tell_plans) report_->plans = visit_->stimuli().plans;
    if (order_->verify == verification::off) {
      rest();
      promise_.deliver(done_ptr{std::move(report_)});
      return;
    }
    auto question = std::make_shared<judge_message>();
    question->account = core_.index();
    question->verify = order_->verify;
    question->judged = order_->judged;
    question->stimuli = std::make_shared<const epoch_stimuli>(visit_->stimuli());
    question->block = report_->block;
    rest();
    request(birth_.links.auditor, caf::infinite, judge_ptr{std::move(question)})
        .then(
            [this](const verdict_ptr& verdict) {
              report_->judged = verdict->judged;
              report_->disagreement_found = verdict->found;
              promise_.deliver(done_ptr{std::move(report_)});
            },
            [](const caf::error&) {});
  }

  // The epoch is worked: an account that rests keeps its core alone, not what the visit was made of.
  void rest() {
    birth_.steps_before += visit_->counts().steps;
    visit_.reset();
    order_.reset();
  }

  // Nothing happens in this account before: what the core awaits, the next step, the next usage of an agent.
  instant next_due() const {
    const instant until = order_->visit.until;
    instant due = core_.next_due();
    const auto consider = [&](const auto& items, auto at_of) {
      const auto next =
          std::partition_point(items.begin(), items.end(), [&](const auto& i) { return at_of(i) < until; });
      if (next != items.end()) due = std::min(due, at_of(*next));
    };
    consider(spec().commands, [](const auto& c) { return c->order.at; });
    for (const auto& agent : report_->agents) due = std::min(due, agent ? agent->next_at() : until);
    return due;
  }

  account_birth birth_;
  account_core core_;
  open_ptr order_;
  std::optional<visit> visit_;
  visit_need need_;
  std::shared_ptr<done_report> report_;
  caf::typed_response_promise<done_ptr> promise_;
};

}  // namespace

account_actor spawn_account(caf::actor_system& system, account_birth birth) {
  return system.spawn<account_shell, caf::lazy_init>(std::move(birth));
}

}  // namespace drawdown::actors
