#include "engine/customers/customer_life.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/account/account_core.hpp"
#include "engine/draws/stream.hpp"
#include "engine/payments/gateway_core.hpp"
#include "engine/population/habitual_agent.hpp"

namespace drawdown::customers {
namespace {

// The draws of one top-up, by number (R14.7: never renumbered).
enum class top_up_draw : std::uint16_t { chance, delay, amount };

// Whether it is for want of credit that a usage was refused.
bool lacks_credit(outcome of) {
  return of == outcome::insufficient_credit || of == outcome::plan_exhausted ||
         of == outcome::positive_balance_required;
}

// The account's side: steps and usage in the order of R2.4, worked as a visit does.
class working {
 public:
  working(std::shared_ptr<const world> in, account_index account, const population::customer_habits& habits)
      : world_(std::move(in)), account_(account), habits_(habits), core_(world_, account) {
    const std::vector<agent_spec>& agents = spec().agents;
    for (agent_index i = 0; i < agents.size(); ++i) {
      agents_.emplace_back(*world_, account_, i, habits_);
      note(i);
    }
  }

  // When something is due, a step stands, or something is used next.
  instant due() const { return core_.next_due(); }
  instant step_at() const {
    return next_step_ < spec().commands.size() ? spec().commands[next_step_]->order.at : instant::never();
  }
  instant usage_at() const { return heads_.empty() ? instant::never() : heads_.front().first; }

  void begin() {
    effects_.events.begin(account_, 1, world_->start, world_->end.next(), 1);
    core_.begin(effects_);
    ask_gateway();
  }
  void turn() {
    core_.turn(core_.next_due(), effects_);
    ask_gateway();
  }
  void act() {
    core_.act(*spec().commands[next_step_++], effects_);
    ask_gateway();
  }
  outcome use() {
    std::pop_heap(heads_.begin(), heads_.end(), std::greater<>());
    const agent_index agent = heads_.back().second;
    heads_.pop_back();
    const usage used = agents_[agent].take(habits_);
    note(agent);
    ++usages_;
    const outcome became = core_.use(used, effects_);
    ask_gateway();
    return became;
  }
  void stop_using() { heads_.clear(); }

  // Forgets what is over, as an account does between two epochs (the events are not wanted).
  void forget(instant until) {
    events_ += effects_.events.event_count();
    core_.digest(until);
    effects_.events.begin(account_, 1, until, until.next(), 1);
  }

  credits available() const { return core_.now().available(); }
  std::size_t steps_done() const { return next_step_; }
  std::uint64_t usages() const { return usages_; }
  std::uint64_t events() const { return events_ + effects_.events.event_count(); }

 private:
  const account_spec& spec() const { return world_->accounts[account_]; }

  void note(agent_index agent) {
    if (agents_[agent].next_at().is_never()) return;
    heads_.emplace_back(agents_[agent].next_at(), agent);
    std::push_heap(heads_.begin(), heads_.end(), std::greater<>());
  }

  void ask_gateway() {
    for (const charge& asked : std::exchange(effects_.charges, {}))
      core_.expect(gateway_script(*world_, account_, asked));
  }

  std::shared_ptr<const world> world_;
  account_index account_;
  const population::customer_habits& habits_;
  account_core core_;
  std::vector<population::habitual_agent> agents_;
  std::vector<std::pair<instant, agent_index>> heads_;  // a heap, the earliest in front
  effects effects_;
  std::size_t next_step_ = 0;
  std::uint64_t usages_ = 0;
  std::uint64_t events_ = 0;  // before the last time that it forgot
};

// The customer's side: what it makes of what it sees.
class living {
 public:
  living(std::shared_ptr<world> in, account_index account, const population::population_terms& of,
         const population::customer& who, population::customer_habits& habits)
      : world_(std::move(in)),
        spec_(world_->accounts[account]),
        habits_(habits),
        account_(world_, account, habits),
        of_(of),
        draws_(world_->seed, draw_stream::agent_usage),
        topping_up_(entity_of(who.name + "/topping-up")),
        leaving_(entity_of(who.name + "/leaving-blocked")),
        leaves_(who.leaves),
        months_(population::months_of(world_->start, of.months, world_->zones[world_->zone])) {
    life_.joined = who.joins;
    for (const auto& step : spec_.commands) numbers_ = std::max(numbers_, step->key.number);
  }

  customer_life live() {
    account_.begin();
    std::size_t month = 1;
    while (true) {
      const instant usage = account_.usage_at();
      const instant world_next = std::min({account_.due(), account_.step_at(), usage});
      const instant own = std::min(looks_, leaves_);
      const instant next = std::min(world_next, own);
      if (next > world_->end) break;
      for (; month < months_.size() && next >= months_[month]; ++month) account_.forget(months_[month]);
      if (own < world_next) {
        look(own);
      } else if (account_.due() <= world_next) {
        account_.turn();
        see_credit(next);
      } else if (account_.step_at() <= usage) {
        account_.act();
        see_credit(next);
      } else {
        see_usage(next, account_.use());
      }
    }
    end_spell(world_->end);
    life_.usages = account_.usages();
    life_.events = account_.events();
    return life_;
  }

 private:
  void see_usage(instant at, outcome became) {
    const credits available = account_.available();
    const bool is_refused = lacks_credit(became);
    if (!is_refused && (became != outcome::charged || available > credits{})) {
      if (is_used_up_) level_ = available;
      return;
    }
    level_ = available;
    if (!std::exchange(is_used_up_, true)) consider_top_up(at);
    if (is_refused && blocked_since_.is_never()) begin_spell(at);
  }

  // Credit came in where more is available than before.
  void see_credit(instant at) {
    if (!is_used_up_ || account_.available() <= level_) return;
    is_used_up_ = false;
    end_spell(at);
  }

  void begin_spell(instant at) {
    ++life_.spells;
    blocked_since_ = at;
    if (of_.churn.blocked_for > duration{} && of_.churn.chance > 0) looks_ = at + of_.churn.blocked_for;
  }
  void end_spell(instant at) {
    if (blocked_since_.is_never()) return;
    life_.blocked = duration::from_us(life_.blocked.us() + (at - blocked_since_).us());
    blocked_since_ = looks_ = instant::never();
  }

  void consider_top_up(instant at) {
    const population::top_up_habit& habit = of_.habit;
    if (habit.amounts.empty() || at <= topped_up_at_) return;
    const std::uint64_t time = times_used_up_++;
    const auto place = [&](top_up_draw which) {
      return draw_place{topping_up_, time, static_cast<std::uint16_t>(which)};
    };
    if (!draws_.chance(habit.chance, place(top_up_draw::chance))) return;
    const std::int64_t delay =
        draws_.between(habit.after_least.us(), habit.after_most.us(), place(top_up_draw::delay));
    const std::uint64_t amount = draws_.uniform_below(habit.amounts.size(), place(top_up_draw::amount));
    topped_up_at_ = at + duration::from_us(std::max<std::int64_t>(delay, 1));
    add(topped_up_at_, top_up_command{habit.amounts[amount]});
  }

  // The customer thinks of leaving.
  void look(instant at) {
    if (at == leaves_) return leave(at);
    const draw_place place{leaving_, times_blocked_++, 0};
    if (draws_.chance(of_.churn.chance, place)) return leave(at);
    looks_ = at + of_.churn.blocked_for;
  }

  void leave(instant at) {
    end_spell(at);
    life_.left = at;
    leaves_ = looks_ = instant::never();
    account_.stop_using();
    habits_.until = at;
    // What was still to come does not.
    spec_.commands.resize(account_.steps_done());
    if (spec_.auto_recharge) {
      set_account_command off;
      off.auto_recharge.emplace(std::nullopt);
      add(at, off);
    }
    if (spec_.plan || subscribes()) add(at, cancel_command{});
  }

  bool subscribes() const {
    return std::ranges::any_of(spec_.commands, [](const auto& step) {
      return std::holds_alternative<subscribe_command>(step->body);
    });
  }

  void add(instant at, command_body body) {
    command step;
    step.order = {at, turn_order::phase::timeline, 0, ++numbers_};
    step.key = {effect_key::space::timeline, 0, numbers_};
    step.place = of_.habit.place;
    step.body = std::move(body);
    const auto behind = std::upper_bound(spec_.commands.begin(), spec_.commands.end(), step.order,
                                         [](const turn_order& a, const auto& b) { return a < b->order; });
    spec_.commands.insert(behind, std::make_shared<const command>(std::move(step)));
  }

  std::shared_ptr<world> world_;
  account_spec& spec_;
  population::customer_habits& habits_;
  working account_;
  const population::population_terms& of_;
  stream draws_;
  std::uint64_t topping_up_, leaving_;  // entities of draws
  instant leaves_;                      // by itself
  std::vector<instant> months_;
  customer_life life_;

  std::uint64_t numbers_ = 0;  // of its steps
  bool is_used_up_ = false;
  credits level_;  // available when it was, and since
  instant blocked_since_ = instant::never();
  instant looks_ = instant::never();  // when it thinks of leaving next
  instant topped_up_at_;              // by habit; may be still to come
  std::uint64_t times_used_up_ = 0;
  std::uint64_t times_blocked_ = 0;
};

}  // namespace

customer_life live(world& in, account_index account, const population::population_terms& of,
                   const population::customer& who, population::customer_habits& habits) {
  // The account looks at the world as at one that is shared; it is gone before this returns.
  const std::shared_ptr<world> borrowed(&in, [](world*) {});
  return living(borrowed, account, of, who, habits).live();
}

}  // namespace drawdown::customers
