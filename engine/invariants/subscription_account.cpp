#include "engine/invariants/subscription_account.hpp"

#include <algorithm>
#include <utility>

#include "engine/time/calendar.hpp"

namespace drawdown::invariants {
namespace {

constexpr calendar_span month{1, calendar_unit::months};

bool is_longer_than_a_month(const span_of_time& every) {
  if (const auto* exact = std::get_if<duration>(&every)) return *exact > duration::days(31);
  const auto& span = std::get<calendar_span>(every);
  switch (span.unit) {
    case calendar_unit::days:
      return span.count > 31;
    case calendar_unit::weeks:
      return span.count > 4;
    case calendar_unit::months:
      return span.count > 1;
    case calendar_unit::years:
      return true;
  }
  return false;
}

// No boundary is nearer to the next than this.
std::int64_t shortest_us(const span_of_time& every) {
  if (const auto* exact = std::get_if<duration>(&every)) return exact->us();
  constexpr std::array<std::int64_t, 4> days = {1, 7, 28, 365};  // by unit
  const auto& span = std::get<calendar_span>(every);
  return duration::hours((days.at(static_cast<std::size_t>(span.unit)) * span.count * 24) - 3).us();
}

}  // namespace

subscription_account::subscription_account(const world& in, account_index account)
    : world_(&in),
      account_(account),
      zone_(&in.zones[in.accounts[account].zone]),
      period_begin_(in.start),
      period_end_(next_month(in.start, *zone_)) {}

const plan_terms* subscription_account::plan_at(instant t) const {
  if (!is_in_force()) return nullptr;
  return &sold_at(*world_, account_, t).terms->plans.at(now_.plan);
}

void subscription_account::turn_period() {
  period_begin_ = period_end_;
  period_end_ = period_end_ == cycle_end() && world_->settings.period == usage_period::cycle
                    ? instant::never()
                    : end_of_period_after(period_begin_);
}

void subscription_account::accept(instant at, const subscribe_command& asked) {
  asked_ = asked;
  asked_at_ = at;
}
void subscription_account::accept(instant at, const effect_key& key, const change_plan_command& asked) {
  changes_.insert_or_assign(key, std::pair(at, asked));
  last_change_ = key;
}

bool subscription_account::see(instant at, const subscription_event& e,
                               const std::optional<effect_key>& paid) {
  const subscription_figures before = std::exchange(now_, e.now);
  switch (e.of) {
    case subscription_event::what::begun:
      begin();
      return begin_period(at);
    case subscription_event::what::turned:
      turn(at, before);
      return false;
    case subscription_event::what::plan_changed:
      return change(paid ? paid : accepted_at(at), at, before);
    case subscription_event::what::ended:
      return is_in_force(before) && begin_period(at);
    default:
      return false;
  }
}

void subscription_account::begin() {
  const auto& trial = sold_at(*world_, account_, asked_at_).terms->plans.at(asked_.plan).trial;
  is_trial_ = trial.has_value();
  anchor_ = is_trial_ ? now_.renews : asked_.anchor.value_or(asked_at_);
}

// A plan of another length that comes with the cycle moves the anchor there, unless that is one of its
// boundaries.
void subscription_account::turn(instant at, const subscription_figures& before) {
  is_trial_ = false;
  if (before.plan != now_.plan && now_.plan != no_plan) {
    const span_of_time& every = length_of(now_.plan);
    if (nth_boundary(first_after(at, every) - 1, every) != at) anchor_ = at;
  }
  if (period_end_.is_never()) period_end_ = end_of_period_after(at);
}

std::optional<effect_key> subscription_account::accepted_at(instant at) const {
  const auto found = changes_.find(last_change_);
  return found != changes_.end() && found->second.first == at ? std::optional(last_change_) : std::nullopt;
}

// A plan that was to come with the turn came with it; any other was asked for, and acts as it was asked for
// (R8.7).
bool subscription_account::change(const std::optional<effect_key>& step, instant at,
                                  const subscription_figures& before) {
  const auto found = step ? changes_.find(*step) : changes_.end();
  if (found == changes_.end()) return false;
  period_end_ = end_of_period_after(at);
  if (is_trial_) return false;
  const auto& [asked_at, asked] = found->second;
  const span_of_time& every = length_of(before.plan);
  const instant begun = nth_boundary(first_after(before.renews + duration::from_us(-1), every) - 1, every);
  const auto length = [&](plan_index plan) { return add(begun, length_of(plan), *zone_, month_end::clamp); };
  if (!asked.restart && length(before.plan) == length(now_.plan)) return false;
  anchor_ = asked_at;
  return begin_period(at);
}

bool subscription_account::begin_period(instant at) {
  if (world_->settings.period != usage_period::cycle) return false;
  period_begin_ = at;
  period_end_ = end_of_period_after(at);
  return true;
}

instant subscription_account::end_of_period_after(instant t) const {
  if (!is_in_force() || world_->settings.period != usage_period::cycle) return next_month(t, *zone_);
  if (!is_longer_than_a_month(length_of(now_.plan))) return now_.renews;
  return std::min(now_.renews, nth_boundary(first_after(t, month), month));
}

instant subscription_account::nth_boundary(std::int32_t n, const span_of_time& every) const {
  return boundary(anchor_, every, n, *zone_, month_end::clamp);
}

std::int32_t subscription_account::first_after(instant t, const span_of_time& every) const {
  std::int32_t n =
      static_cast<std::int32_t>(std::max<std::int64_t>((t - anchor_).us(), 0) / shortest_us(every)) + 1;
  while (nth_boundary(n, every) <= t) ++n;
  while (nth_boundary(n - 1, every) > t) --n;
  return n;
}

}  // namespace drawdown::invariants
