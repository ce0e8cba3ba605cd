#include "reports/store/subscription_history.hpp"

#include <algorithm>

#include "engine/time/calendar.hpp"

namespace drawdown::reports {

namespace {

// Whether usage counts by the months of a cycle, because that is longer (R2.6).
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
  throw defect("subscription_history: a unit of the calendar that is none");
}

// Whether a boundary that is counted from the anchor falls on that instant.
bool is_boundary(instant anchor, const span_of_time& every, instant at, const zone_table& zone) {
  if (const auto* exact = std::get_if<duration>(&every)) return (at.us() - anchor.us()) % exact->us() == 0;
  std::int32_t k = 0;
  while (boundary(anchor, every, k, zone, month_end::clamp) < at) ++k;
  return boundary(anchor, every, k, zone, month_end::clamp) == at;
}

}  // namespace

subscription_history::subscription_history(const world& in, account_index account)
    : in_(in),
      spec_(in.accounts.at(account)),
      zone_(in.zones.at(spec_.zone)),
      next_turn_(next_month(in.start, zone_)) {
  now_.users = spec_.users;
  before_ = now_;
}

bool subscription_history::is_running() const {
  return now_.state == subscription_state::active || now_.state == subscription_state::past_due;
}

bool subscription_history::is_per_user() const {
  return now_.plan != no_plan && terms_of(now_.plan).pool == credit_pool::per_user;
}

// The first month after `at`, counted from the anchor.
instant subscription_history::end_of_month(instant at) const {
  constexpr calendar_span month{1, calendar_unit::months};
  const std::int64_t days = (at.us() - anchor_.us()) / duration::days(1).us();
  auto k = static_cast<std::int32_t>(std::min(days / 31, days / 28)) - 2;
  while (boundary(anchor_, month, k, zone_, month_end::clamp) <= at) ++k;
  return boundary(anchor_, month, k, zone_, month_end::clamp);
}

instant subscription_history::next_turn_after(instant at) const {
  if (in_.settings.period == usage_period::calendar_month || !is_running()) return next_month(at, zone_);
  // The boundary itself is told by an event of its own.
  if (now_.renews <= at) return instant::never();
  if (!is_longer_than_a_month(terms_of(now_.plan).every)) return now_.renews;
  return std::min(now_.renews, end_of_month(at));
}

bool subscription_history::turns(instant at) {
  if (at < next_turn_) return false;
  next_turn_ = next_turn_after(at);
  return true;
}

void subscription_history::take(instant at, const command_event& answer, const command* step) {
  if (answer.repeated || is_refusal(answer.result) || step == nullptr) return;
  unless_it_costs_.reset();
  if (const auto* asked = std::get_if<subscribe_command>(&step->body)) subscribes(at, *asked);
  if (const auto* asked = std::get_if<change_plan_command>(&step->body)) changes_plan(at, *asked);
  if (const auto* asked = std::get_if<seat_command>(&step->body)) changes_users(*asked);
  if (std::holds_alternative<cancel_command>(step->body)) now_.cancels = true;
  if (std::holds_alternative<resume_command>(step->body)) now_.cancels = false;
}

// A trial comes before the first cycle, which is counted from its end (R8.1).
void subscription_history::subscribes(instant at, const subscribe_command& asked) {
  asked_for_ = asked.plan;
  const plan_terms& terms = terms_of(asked.plan);
  is_trial_ = terms.trial.has_value();
  anchor_ = terms.trial ? add(at, *terms.trial, zone_, month_end::clamp) : asked.anchor.value_or(at);
  now_.state = subscription_state::pending;
  now_.plan = asked.plan;
}

// A change that costs nothing now and is told by nothing else waits for the boundary (R8.7).
void subscription_history::changes_plan(instant at, const change_plan_command& asked) {
  asked_for_ = asked.plan;
  changed_at_ = at;
  unless_it_costs_ = now_;
  now_.next_plan = asked.plan == now_.plan ? no_plan : asked.plan;
}

// Who leaves a plan for each user stays until the boundary; who joins one joins when it is paid for (R8.8).
void subscription_history::changes_users(const seat_command& asked) {
  const auto found = std::ranges::find(now_.users, asked.user);
  const bool at_once = !is_running() || !is_per_user();
  unless_it_costs_ = now_;
  if (asked.joins && found == now_.users.end()) now_.users.push_back(asked.user);
  if (!asked.joins && at_once && found != now_.users.end()) now_.users.erase(found);
}

void subscription_history::costs(payment_for what) {
  if ((what == payment_for::plan_change || what == payment_for::user) && unless_it_costs_)
    now_ = *unless_it_costs_;
  unless_it_costs_.reset();
}

void subscription_history::take(const invoice_event& invoice) {
  if (invoice.of == invoice_event::what::issued) costs(invoice.why);
}

void subscription_history::take(const figures_event& seen) {
  now_ = seen.subscription;
}

// Whether a whole cycle begins with a change of plan that was asked for (R8.7). It may end just where the one
// before would have.
bool subscription_history::restarts(const subscription_event& change) const {
  if (change.of != subscription_event::what::plan_changed) return false;
  if (change.now.renews != before_.renews) return true;
  if (is_trial_ || before_.plan == no_plan || before_.plan == change.now.plan) return false;
  return changed_at_ > cycle_begun_ &&
         add(changed_at_, terms_of(change.now.plan).every, zone_, month_end::clamp) == change.now.renews;
}

// Cycles are counted from where a change of plan began them anew: from the step, or from the boundary where
// the new length does not fit to the old anchor (R2.2, R8.7).
void subscription_history::move_anchor(instant at, const subscription_event& change) {
  if (restarts(change)) {
    anchor_ = changed_at_;
    return;
  }
  if (change.of != subscription_event::what::turned || before_.plan == no_plan || change.now.plan == no_plan)
    return;
  const span_of_time& every = terms_of(change.now.plan).every;
  if (every != terms_of(before_.plan).every && !is_boundary(anchor_, every, at, zone_)) anchor_ = at;
}

bool subscription_history::take(instant at, const subscription_event& change) {
  before_ = now_;
  const bool had_begun = is_running();
  unless_it_costs_.reset();
  const bool is_restart = restarts(change);
  move_anchor(at, change);
  now_ = change.now;
  if (change.of == subscription_event::what::turned) is_trial_ = false;
  if (is_restart || change.of == subscription_event::what::turned ||
      change.of == subscription_event::what::begun)
    cycle_begun_ = at;
  if (in_.settings.period == usage_period::calendar_month) return false;
  const bool begins_anew = change.of == subscription_event::what::begun ||
                           change.of == subscription_event::what::turned ||
                           (change.of == subscription_event::what::ended && had_begun) || is_restart;
  if (begins_anew || change.of == subscription_event::what::plan_changed) next_turn_ = next_turn_after(at);
  return begins_anew;
}

}  // namespace drawdown::reports
