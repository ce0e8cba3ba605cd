// The turn of a cycle or a grant period: credit ends or is carried on, the next cycle is charged and granted
// (R8.2, R8.3).
#include <algorithm>
#include <map>
#include <utility>

#include "engine/account/account_core.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {
namespace {

using what = subscription_event::what;

// Whether a lot of the allocation has a turn of its grant period before it that it may live through.
bool may_live_on(const lot& of, const carry_terms& terms) {
  return of.kind == lot_kind::plan && (!terms.lives || of.carried < *terms.lives);
}

// How much of each lot goes on: of each owner's credit so much as may be carried, the newest lot first.
std::map<lot_id, credits> carried_of(const std::vector<lot>& lots, const carry_terms& terms,
                                     bool counts_lives) {
  std::map<user_index, credits> room;
  std::map<lot_id, credits> carried;
  for (auto of = lots.rbegin(); of != lots.rend(); ++of) {
    if (of->kind != lot_kind::plan || (counts_lives && !may_live_on(*of, terms))) continue;
    credits& left = room.emplace(of->user, terms.max).first->second;
    const credits keep =
        DRAWDOWN_PLANTED("rollover_unbounded", std::min(of->available(), left), of->available());
    left -= keep;
    if (!keep.is_zero()) carried.emplace(of->id, keep);
  }
  return carried;
}

// What is added to the newest lot of each owner of whose credit less is carried than the least.
std::map<lot_id, credits> refilled_of(const std::vector<lot>& lots, const carry_terms& terms,
                                      const std::map<lot_id, credits>& carried) {
  std::map<user_index, credits> missing;
  std::map<user_index, lot_id> newest;
  for (const lot& of : lots) {
    if (!may_live_on(of, terms)) continue;
    credits& owners = missing.emplace(of.user, terms.min).first->second;
    if (const auto keep = carried.find(of.id); keep != carried.end()) owners -= keep->second;
    newest[of.user] = of.id;
  }
  std::map<lot_id, credits> refilled;
  for (const auto& [owner, least] : missing)
    if (least > credits{}) refilled.emplace(newest[owner], least);
  return refilled;
}

credits amount_of(const std::map<lot_id, credits>& amounts, lot_id of) {
  const auto found = amounts.find(of);
  return found == amounts.end() ? credits{} : found->second;
}

}  // namespace

// C1: the credit of a grant period that is over ends, or is carried on.
void account_core::turn_lots(instant t, effects& out) {
  if (lots_.next_turn() > t) return;
  const subscription& s = *subscription_;
  const bool turns = s.next_turn() <= t;
  const bool ends = s.cancels && s.cycle.now().end <= t;
  const std::optional<carry_terms> carries =
      turns && !ends ? DRAWDOWN_PLANTED("rollover_lost", plan_now().rollover, std::optional<carry_terms>{})
                     : std::optional<carry_terms>{};
  carry_or_end(lots_.of_cycle(t), carries, turns && !ends ? next_grant_period(t).end : t, t, out);
}

// The grant period that begins with the turn at `t`.
cycle_period account_core::next_grant_period(instant t) const {
  subscription next = *subscription_;
  if (next.cycle.now().end <= t) {
    if (next.next_plan != no_plan) next.plan = next.next_plan;
    next.cycle.change_length(sold().plans[next.plan].every, zone());
    next.cycle.turn(zone());
  }
  return next.grant_period_at(t, sold().plans[next.plan], zone());
}

// Of lots whose grant period is over, those of nobody who leaves with the cycle (R8.8).
std::vector<lot> account_core::who_stay(std::vector<lot> lots, instant t) const {
  if (subscription_->cycle.now().end > t) return lots;
  std::erase_if(lots, [&](const lot& of) {
    const auto here = subscription_->find_user(of.user);
    return here != subscription_->seats.end() && here->leaves;
  });
  return lots;
}

void account_core::carry_or_end(const std::vector<lot>& due, const std::optional<carry_terms>& carries,
                                instant until, instant t, effects& out) {
  std::map<lot_id, credits> carried;
  std::map<lot_id, credits> refilled;
  if (carries) {
    const std::vector<lot> staying = who_stay(due, t);
    carried = carried_of(staying, *carries, true);
    refilled = refilled_of(staying, *carries, carried);
  }
  for (const lot& of : due) {
    const credits keep = amount_of(carried, of.id);
    const credits missing = amount_of(refilled, of.id);
    const credits more = has_room_for(missing) ? missing : credits{};
    if ((keep + more).is_zero())
      end_cycle_lots({of}, t, out);
    else
      carry(of.id, keep, more, until, t, out);
  }
}

// A lot goes on over a turn of its grant period, filled up where less is carried than the plan's least.
void account_core::carry(lot_id id, credits keep, credits refilled, instant until, instant t, effects& out) {
  committed_ += refilled;
  const credits trimmed = lots_.carry(id, keep, refilled, until);
  if (!refilled.is_zero()) note_plan_credit(lot_kind::plan);
  note_nothing_left();
  emit(t, carry_event{id, keep + refilled, trimmed, until, lots_.left().balance(), refilled}, out);
}

void account_core::end_cycle_lots(const std::vector<lot>& which, instant t, effects& out) {
  for (const lot& of : which) {
    const ended_lot ended = lots_.end_of_cycle(of.id);
    note_nothing_left();
    emit(t, lot_end_event{ended.id, ended.expired, lots_.left().balance()}, out);
  }
}

// What a plan that is newly in force leaves of credit that was carried (R8.7).
void account_core::trim_carried(instant t, effects& out) {
  auto lots = lots_.of_cycle(instant::never());
  std::erase_if(lots, [](const lot& of) { return of.carried == 0 || of.available().is_zero(); });
  const auto kept = carried_of(lots, plan_now().rollover.value_or(carry_terms{}), false);
  for (const lot& of : lots) {
    const auto keep = kept.find(of.id);
    if (keep == kept.end()) {
      end_cycle_lots({of}, t, out);
    } else if (keep->second < of.available()) {
      const credits trimmed = lots_.trim(of.id, keep->second);
      note_nothing_left();
      emit(t, carry_event{of.id, keep->second, trimmed, of.expires, lots_.left().balance()}, out);
    }
  }
}

// C5 and C6: scheduled changes act, the next cycle is charged; within a cycle its next month is granted.
void account_core::turn_subscription(instant t, effects& out) {
  if (subscription_->next_turn() > t) return;
  subscription& s = subscription_.edit();
  if (s.cycle.now().end <= t) {
    turn_cycle(t, out);
    return;
  }
  s.grant_period = s.grant_period_at(t, plan_now(), zone());
  const bool is_paid = s.state == subscription_state::active && !has_unpaid_cycle();
  if (is_paid) grant_cycle(s.next_key(), 0, t, out);
}

// Whether a charge for a cycle has no outcome yet, or has failed so far.
bool account_core::has_unpaid_cycle() const {
  return std::any_of(subscription_->orders.begin(), subscription_->orders.end(),
                     [](const auto& entry) { return std::holds_alternative<renewal_order>(entry.second); });
}

void account_core::turn_cycle(instant t, effects& out) {
  subscription& s = subscription_.edit();
  if (s.cancels) {
    end_subscription(t, 0, out);
    charge_overage(t, out);
    return;
  }
  const bool changes = s.next_plan != no_plan;
  if (changes) s.plan = std::exchange(s.next_plan, no_plan);
  const plan_terms& terms = plan_now();
  s.cycle.change_length(terms.every, zone());
  s.cycle.turn(zone());
  s.grant_period = s.grant_period_at(t, terms, zone());
  s.is_trial = false;
  s.paid_by = 0;
  std::erase_if(s.seats, [](const seat& of) { return of.leaves; });
  const bool is_charged = s.state == subscription_state::active && !has_unpaid_cycle();
  const bool is_granted = is_charged && rules().renewal_grants == renewal_grant::at_boundary;
  for (std::size_t i = 0; i < s.units.size(); ++i) {
    if (!is_offered(static_cast<add_on_index>(i), s.plan)) s.units[i].next = 0;
    s.units[i].paid = is_granted ? s.units[i].next : 0;
  }
  tell_subscription(what::turned, 0, t, out);
  if (changes) {
    tell_subscription(what::plan_changed, 0, t, out);
    trim_carried(t, out);
  }
  if (is_charged) charge_cycle(t, out);
}

bool account_core::is_offered(add_on_index add_on, plan_index plan) const {
  const auto& plans = sold().add_ons[add_on].for_plans;
  return std::find(plans.begin(), plans.end(), plan) != plans.end();
}

// One charge is sent for all that the next cycle costs, and for usage beyond the credit; where that is
// nothing, its credit is granted (R8.2).
void account_core::charge_cycle(instant t, effects& out) {
  subscription& s = subscription_.edit();
  const effect_key key = s.next_key();
  s.charged_minor = s.cost_of_plan(sold());
  const auto with_overage = due_with_overage(s.cost_of_cycle(sold()));
  const money of_cycle = part_of(s.cost_of_cycle(sold()), {}, rules().money_rounding);
  const money due = with_overage.value_or(of_cycle);
  if (due.is_zero()) {
    pay_units();
    tell_subscription(what::renewed, 0, t, out);
    grant_cycle(key, 0, t, out);
    return;
  }
  const bool is_granted = rules().renewal_grants == renewal_grant::at_boundary;
  const payment_id id = payments_.next_id();
  auto& order = s.orders.emplace(id, renewal_order{.is_granted = is_granted}).first->second;
  if (with_overage) bill_overage_in(id, key, due - of_cycle, t, out);
  if (can_pay()) {
    begin_payment(key, {due, {}}, payment_for::renewal, t, out);
  } else {
    payment& of = payments_.begin(key, {due, {}}, payment_for::renewal, t);
    ++of.attempts;
    fail_renewal(of, std::get<renewal_order>(order), t, out);
  }
  if (is_granted && s.runs()) grant_cycle(key, id, t, out);
}

// The units that are wanted are paid for (R8.4).
void account_core::pay_units() {
  for (unit_count& units : subscription_.edit().units) units.paid = units.next;
}

// A renewal succeeded: all that it pays for is granted, to the end of what runs now (R8.3).
void account_core::settle_renewal(const payment& of, const renewal_order& order, instant t, effects& out) {
  subscription& s = subscription_.edit();
  s.state = subscription_state::active;
  s.paid_by = of.id;
  pay_units();
  tell_subscription(what::renewed, of.id, t, out);
  if (!order.is_granted) grant_cycle(of.key, of.id, t, out);
}

// An attempt at a renewal failed: the subscription is past due, and it is tried again; after the last failure
// it ends (R8.3).
void account_core::fail_renewal(payment& of, renewal_order& order, instant t, effects& out) {
  payments_.fail_attempt(of, t);
  become_past_due(of, order, t, out);
  const auto& delays = rules().dunning;
  if (order.retries < delays.size())
    payments_.retry_at(of, std::max(*of.first_failure + delays[order.retries], t.next()));
  else
    drop_order(of, t, out);
}

void account_core::become_past_due(const payment& of, renewal_order& order, instant t, effects& out) {
  if (std::exchange(order.has_failed, true)) return;
  subscription_.edit().state = subscription_state::past_due;
  tell_subscription(what::past_due, of.id, t, out);
}

// The next attempt of the schedule. Without a payment method it fails at once (R8.3).
void account_core::retry_renewal(payment& of, instant t, effects& out) {
  auto& order = std::get<renewal_order>(subscription_.edit().orders.at(of.id));
  ++order.retries;
  if (methods().empty()) {
    ++of.attempts;
    fail_renewal(of, order, t, out);
  } else {
    send_attempt(of, t, out);
  }
}

// Another payment method is tried at once where the last attempt at a renewal failed (R8.3).
void account_core::try_new_method(instant t, effects& out) {
  if (subscription_->state != subscription_state::past_due || methods().empty()) return;
  for (const auto& [id, order] : subscription_->orders) {
    payment& of = payments_.at(id);
    if (!std::holds_alternative<renewal_order>(order) || !of.attempt_failed) continue;
    payments_.drop_retry(of);
    send_attempt(of, t, out);
    return;
  }
}

// Grants the allocation of the grant period that runs, and the units that are paid for where a cycle begins.
void account_core::grant_cycle(const effect_key& key, payment_id paid_by, instant t, effects& out) {
  const subscription& s = *subscription_;
  grant_allocation(part_of(plan_now().allocation.micro(), {}, rules()), key, paid_by, t, out);
  const bool begins = s.grant_period.begin == s.cycle.now().begin || paid_by != 0;
  if (!begins) return;
  for (std::size_t i = 0; i < s.units.size(); ++i) {
    const std::uint32_t units = s.units[i].paid;
    if (units == 0) continue;
    const add_on_terms& terms = sold().add_ons[i];
    const int128 price = int128{terms.price.minor()} * units * s.times_charged(terms.pool);
    grant_units(static_cast<add_on_index>(i), part_of(int128{terms.unit.micro()} * units, {}, rules()),
                part_of(price, {}, rules().money_rounding), key, paid_by, t, out);
  }
}

// So much for each owner of the plan's pool.
void account_core::grant_allocation(std::optional<credits> each, const effect_key& key, payment_id paid_by,
                                    instant t, effects& out) {
  for (const user_index owner : subscription_->owners(plan_now().pool)) {
    lot made;
    made.kind = lot_kind::plan;
    made.user = owner;
    made.expires = subscription_->grant_period.end;
    made.payment = paid_by;
    made.key = key;
    grant_of_cycle(std::move(made), each, t, out);
  }
}

// So much credit of an add-on for each owner of its pool. The money for all is split over the lots.
void account_core::grant_units(add_on_index add_on, std::optional<credits> each, money price,
                               const effect_key& key, payment_id paid_by, instant t, effects& out) {
  const auto owners = subscription_->owners(sold().add_ons[add_on].pool);
  const auto count = static_cast<std::int64_t>(owners.size());
  std::int64_t before = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t until = part_of(price.minor(), {i + 1, count}, rounding::down).minor();
    lot made;
    made.kind = lot_kind::addon;
    made.user = owners[static_cast<std::size_t>(i)];
    made.expires = subscription_->cycle.now().end;
    made.cost = money::from_minor(until - std::exchange(before, until));
    made.payment = paid_by;
    made.key = key;
    grant_of_cycle(std::move(made), each, t, out);
  }
}

// Books a lot of the subscription; none where it would be empty, or passes what can be counted (R1.6).
void account_core::grant_of_cycle(lot made, std::optional<credits> amount, instant t, effects& out) {
  if (!amount || *amount <= credits{} || !has_room_for(*amount)) return;
  committed_ += *amount;
  made.granted = *amount;
  made.priority = rules().priorities[static_cast<std::size_t>(made.kind)];
  made.effective = t;
  made.of_cycle = true;
  made.may_be_filled = fills_allocations_ && made.kind == lot_kind::plan;
  if (made.user != no_user)
    made.terms = std::make_shared<const lot_terms>(lot_terms{{{}, made.user}, {}, {}});
  accept(std::move(made), t, out);
}

}  // namespace drawdown
