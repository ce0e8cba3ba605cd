#include "engine/reference/arrivals.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/time/text.hpp"

namespace drawdown::reference {

arrivals::arrivals(const epoch_stimuli& stimuli, const world& in, account_index account)
    : stimuli_(stimuli), account_(in.accounts[account]) {
  for (const auto& given : stimuli.plans) {
    if (given->agent >= account_.agents.size()) {
      complain(fmt::format("a plan of an agent that the account does not have: {}", given->agent));
      continue;
    }
    auto of_agent =
        std::find_if(lanes_.begin(), lanes_.end(), [&](const lane& l) { return l.agent == given->agent; });
    if (of_agent == lanes_.end()) {
      lanes_.push_back({.agent = given->agent, .plans = {}, .told_until = stimuli.from, .last = {}});
      of_agent = std::prev(lanes_.end());
    }
    of_agent->plans.push_back(given.get());
  }
  for (lane& l : lanes_) settle(l);
  settle_steps();
  settle_rows();
  choose();
}

instant arrivals::next_at() const {
  return next_ ? next_->at : instant::never();
}

arrival arrivals::take() {
  ensure(next_.has_value() && is_heard_,
         "an arrival is taken while there is one, and the one before is over");
  if (next_from_ == the_steps) {
    const command* step = stimuli_.commands[at_step_].get();
    last_step_ = step->order;
    ++at_step_;
    settle_steps();
    choose();
    return {.step = step};
  }
  if (next_from_ == the_rows) {
    is_heard_ = false;
    return {.used = &(*stimuli_.rows)[at_row_]};
  }
  lane& l = lanes_[next_from_];
  l.last = next_order(l);
  if (step_is_next(l)) {
    const command* step = l.plans[l.at_plan]->steps[l.at_step++].get();
    settle(l);
    choose();
    return {.step = step};
  }
  is_heard_ = false;
  return {.used = &l.plans[l.at_plan]->items[l.at_item]};
}

void arrivals::heard(outcome result) {
  ensure(!std::exchange(is_heard_, true), "an outcome belongs to a usage that was taken");
  if (next_from_ == the_rows) {
    last_row_ = (*stimuli_.rows)[at_row_++].order;
    settle_rows();
    choose();
    return;
  }
  lane& l = lanes_[next_from_];
  if (l.plans[l.at_plan]->halts_on.has(result)) {
    l.told_until = l.last->at.next();
    next_plan(l);
  } else {
    ++l.at_item;
  }
  settle(l);
  choose();
}

std::optional<std::string> arrivals::complaint_at_end() {
  for (const lane& l : lanes_)
    if (l.told_until < stimuli_.until)
      complain(fmt::format("agent {} promised its usage until {}, the epoch goes until {}",
                           account_.agents[l.agent].name, to_string(l.told_until),
                           to_string(stimuli_.until)));
  return complaint_;
}

// Goes on to the next thing of the agent that keeps the promises, through plans that are read to their end.
void arrivals::settle(lane& l) {
  while (l.at_plan < l.plans.size()) {
    const plan& p = *l.plans[l.at_plan];
    while (l.at_item < p.items.size() || l.at_step < p.steps.size()) {
      const turn_order& order = next_order(l);
      const bool is_step = step_is_next(l);
      if (keeps_promise(l, p, order) && (is_step || p.items[l.at_item].agent == l.agent)) return;
      complain(fmt::format("agent {} broke its promise or its order with its {} at {}",
                           account_.agents[l.agent].name, is_step ? "step" : "usage", to_string(order.at)));
      ++(is_step ? l.at_step : l.at_item);
    }
    l.told_until = std::max(l.told_until, p.complete_until);
    next_plan(l);
  }
}

bool arrivals::keeps_promise(const lane& l, const plan& p, const turn_order& order) const {
  const instant at = order.at;
  const bool in_order = !l.last || *l.last < order;
  return in_order && at >= l.told_until && at < p.complete_until && at < stimuli_.until;
}

// Whether the earlier of the plan's next usage and next step, of which there is one, is the step.
bool arrivals::step_is_next(const lane& l) {
  const plan& p = *l.plans[l.at_plan];
  if (l.at_step >= p.steps.size()) return false;
  return l.at_item >= p.items.size() || p.steps[l.at_step]->order < p.items[l.at_item].order;
}

const turn_order& arrivals::next_order(const lane& l) {
  const plan& p = *l.plans[l.at_plan];
  return step_is_next(l) ? p.steps[l.at_step]->order : p.items[l.at_item].order;
}

void arrivals::next_plan(lane& l) {
  ++l.at_plan;
  l.at_item = 0;
  l.at_step = 0;
}

void arrivals::settle_steps() {
  for (; at_step_ < stimuli_.commands.size(); ++at_step_) {
    const turn_order& order = stimuli_.commands[at_step_]->order;
    const bool in_order = !last_step_ || *last_step_ < order;
    if (in_order && order.at >= stimuli_.from && order.at < stimuli_.until) return;
    complain(fmt::format("a step at {} is out of its order or its epoch", to_string(order.at)));
  }
}

void arrivals::settle_rows() {
  for (; stimuli_.rows && at_row_ < stimuli_.rows->size(); ++at_row_) {
    const usage& row = (*stimuli_.rows)[at_row_];
    const bool in_order = !last_row_ || *last_row_ < row.order;
    const bool in_epoch = row.order.at >= stimuli_.from && row.order.at < stimuli_.until;
    if (in_order && in_epoch && (row.agent == no_agent || row.agent < account_.agents.size())) return;
    complain(fmt::format("a row at {} is out of its order or its epoch, or of no agent of the account",
                         to_string(row.order.at)));
  }
}

// R2.4: the earliest of all in turn order.
void arrivals::choose() {
  next_.reset();
  if (at_step_ < stimuli_.commands.size()) {
    next_ = stimuli_.commands[at_step_]->order;
    next_from_ = the_steps;
  }
  if (stimuli_.rows && at_row_ < stimuli_.rows->size()) {
    const turn_order& order = (*stimuli_.rows)[at_row_].order;
    if (!next_ || order < *next_) {
      next_ = order;
      next_from_ = the_rows;
    }
  }
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const lane& l = lanes_[i];
    if (l.at_plan == l.plans.size()) continue;
    const turn_order& order = next_order(l);
    if (next_ && *next_ < order) continue;
    next_ = order;
    next_from_ = i;
  }
}

void arrivals::complain(std::string what) {
  if (!complaint_) complaint_ = std::move(what);
}

}  // namespace drawdown::reference
