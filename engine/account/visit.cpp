#include "engine/account/visit.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "engine/units/planted.hpp"

namespace drawdown {

visit::visit(account_core& of, const account_spec& spec, const visit_order& order)
    : account_(of), order_(order), least_promise_(order.until) {
  stimuli_.epoch = order.epoch;
  stimuli_.from = order.from;
  stimuli_.until = order.until;
  const auto starts_before = [](const std::shared_ptr<const command>& c, instant t) {
    return c->order.at < t;
  };
  const auto first = std::lower_bound(spec.commands.begin(), spec.commands.end(), order.from, starts_before);
  const auto last = std::lower_bound(first, spec.commands.end(), order.until, starts_before);
  stimuli_.commands.assign(first, last);
  stimuli_.rows = order.rows;
  effects_.events.begin(of.index(), order.epoch, order.from, order.until, order.first_number);
  agents_.resize(spec.agents.size());
  for (agent_view& agent : agents_) {
    agent.promise = order.from;
    agent.resume = order.from;
    least_promise_ = order.from;
  }
}

visit_need visit::advance() {
  for (;;) {
    if (counts_.steps >= order_.crash_before_step) return planned_crash_reached{};
    if (!account_.has_begun()) {
      account_.begin(effects_);
      ++counts_.steps;
      continue;
    }
    if (!effects_.charges.empty()) return script_needed{effects_.charges.front()};
    const turn_order* item = earliest_item();
    const instant item_at = item != nullptr ? item->at : instant::never();
    const instant due = account_.next_due();
    const instant at = std::min(due, item_at);
    if (at >= least_promise_ && least_promise_ < order_.until) return ask(lowest_promise());
    if (at >= order_.until) return visit_finished{};
    ++counts_.steps;
    if (due <= item_at) {
      account_.turn(due, effects_);
    } else if (earliest_agent_ != no_agent) {
      work_item(earliest_agent_);
    } else if (row_is_earliest_) {
      work_row();
    } else if (auto need = work_command(); !std::holds_alternative<visit_finished>(need)) {
      return need;
    }
  }
}

// The earliest item of commands, rows and plans by R2.4, or null; says in `earliest_agent_` and
// `row_is_earliest_` whose it is.
const turn_order* visit::earliest_item() {
  const turn_order* earliest =
      next_command_ < stimuli_.commands.size() ? &stimuli_.commands[next_command_]->order : nullptr;
  earliest_agent_ = no_agent;
  const usage* row = next_row();
  row_is_earliest_ = row != nullptr && (earliest == nullptr || row->order < *earliest);
  if (row_is_earliest_) earliest = &row->order;
  if (heads_.empty() || (earliest != nullptr && !(heads_.front().order < *earliest))) return earliest;
  earliest_agent_ = heads_.front().agent;
  return &heads_.front().order;
}

// An agent that had no item has the first one of its new plan, if that has any.
void visit::note_head(agent_index agent) {
  const turn_order* const head = agents_[agent].head();
  if (head == nullptr) return;
  heads_.push_back({*head, agent});
  std::push_heap(heads_.begin(), heads_.end(), std::greater<>());
}

// The first item of all agents was worked: its agent's next one takes its place, and sinks to where it
// belongs.
void visit::renew_first_head() {
  const agent_index agent = heads_.front().agent;
  const turn_order* const head = agents_[agent].head();
  if (head == nullptr) {
    std::pop_heap(heads_.begin(), heads_.end(), std::greater<>());
    heads_.pop_back();
    return;
  }
  const agent_head renewed{*head, agent};
  std::size_t place = 0;
  for (std::size_t child = 1; child < heads_.size(); child = 2 * place + 1) {
    if (child + 1 < heads_.size() && heads_[child + 1] < heads_[child]) ++child;
    if (renewed < heads_[child]) break;
    heads_[place] = heads_[child];
    place = child;
  }
  heads_[place] = renewed;
}

agent_index visit::lowest_promise() const {
  const auto lower = [](const agent_view& a, const agent_view& b) { return a.promise < b.promise; };
  return static_cast<agent_index>(std::min_element(agents_.begin(), agents_.end(), lower) - agents_.begin());
}

plan_needed visit::ask(agent_index agent) {
  agent_view& view = agents_[agent];
  return {agent, want{order_.epoch, view.chunk++, view.resume, order_.until, order_.chunk,
                      std::exchange(view.heard, {})}};
}

void visit::give(std::shared_ptr<const plan> answered) {
  agent_view& view = agents_[answered->agent];
  ensure(view.head() == nullptr, "an agent is asked when its plan is worked off");
  ensure(answered->complete_until > view.promise, "an agent's promise moves on with every plan");
  const auto lies_in_what_was_asked = [&](const turn_order& order) {
    return order.at >= view.resume && order.at < order_.until;
  };
  for (const usage& item : answered->items)
    ensure(lies_in_what_was_asked(item.order), "an agent's usages lie in what was asked");
  for (const auto& step : answered->steps)
    ensure(lies_in_what_was_asked(step->order), "an agent's steps lie in what was asked");
  view.promise = view.resume = answered->complete_until;
  view.next = 0;
  view.next_step = 0;
  view.current = answered;
  note_head(answered->agent);
  if (order_.keeps_plans) stimuli_.plans.push_back(std::move(answered));
  least_promise_ = agents_[lowest_promise()].promise;
}

void visit::give(std::shared_ptr<const script> answered) {
  ensure(!effects_.charges.empty() && answered->of == effects_.charges.front(),
         "a script answers the charge that was asked");
  effects_.charges.erase(effects_.charges.begin());
  account_.expect(*answered);
  stimuli_.scripts.push_back(std::move(answered));
  ++counts_.steps;
}

void visit::work_row() {
  ++counts_.usages;
  if (account_.use((*order_.rows)[next_row_++], effects_) == outcome::charged) ++counts_.charged;
}

// Works what is next in an agent's plan.
void visit::work_item(agent_index agent) {
  agent_view& view = agents_[agent];
  if (view.usage_is_next())
    work_usage(view);
  else
    work_step(*view.current->steps[view.next_step++]);
  renew_first_head();
}

void visit::work_step(const command& step) {
  ++counts_.plan_steps;
  account_.act(step, effects_);
}

// Works the next usage of an agent's plan. Where its outcome halts the agent the rest of the plan is void,
// and the agent is asked again, with the news, from the next instant on.
void visit::work_usage(agent_view& view) {
  const usage& item = *view.next_usage();
  ++view.next;
  const outcome result = DRAWDOWN_PLANTED(
      "restart_skips_usage", account_.use(item, effects_),
      crashes_seen_ < order_.crashes_to_skip ? outcome::charged : account_.use(item, effects_));
  ++counts_.usages;
  if (result == outcome::charged) ++counts_.charged;
  if (!view.current->halts_on.has(result)) return;
  view.heard.push_back({item.order.at, item.order.number, result});
  view.next = view.current->items.size();
  view.next_step = view.current->steps.size();
  view.promise = item.order.at;
  view.resume = item.order.at.next();
  least_promise_ = std::min(least_promise_, view.promise);
}

// Works the next command; a crash that has not happened yet is handed out instead.
visit_need visit::work_command() {
  const command& step = *stimuli_.commands[next_command_++];
  if (const auto* crash = std::get_if<crash_command>(&step.body)) {
    if (crashes_seen_++ < order_.crashes_to_skip) return visit_finished{};
    return crash_reached{*crash};
  }
  if (std::holds_alternative<usage>(step.body)) ++counts_.usages;
  if (DRAWDOWN_PLANTED("restart_skips_commands", true, crashes_seen_ >= order_.crashes_to_skip))
    account_.act(step, effects_);
  return visit_finished{};
}

record::bytes visit::commit() {
  ensure(effects_.charges.empty(), "every charge was answered before the commit");
  return effects_.events.finish(account_.digest(order_.until), account_.now());
}

}  // namespace drawdown
