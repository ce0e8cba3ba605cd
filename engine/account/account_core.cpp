#include "engine/account/account_core.hpp"

#include <algorithm>

#include "engine/account/state_digest.hpp"
#include "engine/time/calendar.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {
namespace {

// Whether credit may come back to lots that are used up or over: then they are kept (R9.5–R9.7).
bool asks_for_credit_back(const account_spec& of) {
  return std::any_of(of.commands.begin(), of.commands.end(), [](const auto& step) {
    return std::holds_alternative<refund_command>(step->body) ||
           std::holds_alternative<refund_payment_command>(step->body) ||
           std::holds_alternative<chargeback_command>(step->body);
  });
}

// Whether some step may name any payment of the account: then all are kept (R9.3–R9.6).
bool names_payments(const account_spec& of) {
  return std::any_of(of.commands.begin(), of.commands.end(), [](const auto& step) {
    return std::holds_alternative<notice_command>(step->body) ||
           std::holds_alternative<refund_payment_command>(step->body) ||
           std::holds_alternative<chargeback_command>(step->body) ||
           std::holds_alternative<pay_invoice_command>(step->body) ||
           std::holds_alternative<void_invoice_command>(step->body);
  });
}

// Whether the turn of a cycle may fill a lot again (R8.2), by any version of the catalog.
bool fills_allocations(const world& in, const account_spec& of) {
  const auto fills = [](const plan_terms& p) { return p.rollover && p.rollover->min > credits{}; };
  const auto any_fills = [&](const catalog& sold) {
    return std::any_of(sold.plans.begin(), sold.plans.end(), fills);
  };
  const auto& versions = of.own_prices.empty() ? in.versions : of.own_prices;
  return any_fills(in.catalog) || std::any_of(versions.begin(), versions.end(),
                                              [&](const catalog_version& v) { return any_fills(v.terms); });
}

}  // namespace

account_core::account_core(std::shared_ptr<const world> in, account_index index)
    : world_(std::move(in)),
      index_(index),
      fills_allocations_(fills_allocations(*world_, spec())),
      sold_(sold_at(*world_, index, world_->start)),
      lots_(world_->settings.burn_down, asks_for_credit_back(spec())),
      keys_(world_->settings.key_window),
      counted_(*world_, index_),
      payments_(names_payments(spec())),
      low_balance_(spec().low_balance),
      period_begin_(world_->start),
      period_end_(next_month(world_->start, zone())),
      debits_(spec()) {
  if (spec().auto_recharge) recharge_.edit().terms = spec().auto_recharge;
  for (const user_index user : spec().users) subscription_.edit().seats.push_back({user, false});
  for (const agent_spec& declared : spec().agents) {
    spender& made = agents_.emplace_back();
    made.user = declared.user;
    made.policy = declared.policy;
    made.monthly_limit = declared.monthly_limit;
  }
  note_next_due();
}

void account_core::begin(effects& out) {
  ensure(!begun_, "an account begins once");
  begun_ = true;
  for (const command& declared : spec().grants) {
    const auto& body = std::get<grant_command>(declared.body);
    remember(declared, grant(declared, body, out));
  }
  note_nothing_left();
  declare_plan(out);
  look(world_->start, out);
  note_next_due();
}

instant account_core::earliest_due() const {
  return std::min({holds_.next_end(), lots_.next_end(), period_end_, lots_.next_recurrence(),
                   lots_.next_effective(), lots_.next_turn(), subscription_->next_turn(), sold_.until,
                   payments_.next_due(), recharge_->wake_at});
}

void account_core::turn(instant t, effects& out) {
  ensure(begun_ && t == next_due(), "the phases A-F are worked when they are due");
  while (hold* const over = holds_.running_out(t)) run_out(*over, out);  // A
  while (const auto ended = lots_.end_next(t)) {                         // B
    note_nothing_left();
    emit(t, lot_end_event{ended->id, ended->expired, lots_.left().balance()}, out);
  }
  const bool period_turns = period_end_ <= t;
  turn_lots(t, out);                     // C1
  if (period_turns) reset_lots(t, out);  // C2
  recur_lots(t, out);                    // C3
  if (period_turns) {                    // C4
    period_begin_ = t;
    counted_.begin_period(t);
    begin_counts();
  }
  if (DRAWDOWN_PLANTED("new_prices_restart_counts", false, sold_.until <= t)) begin_counts();
  if (sold_.until <= t) sold_ = sold_at(*world_, index_, t);  // E, which governs C6 too; D asks for no price
  if (period_turns && !subscription_->runs()) charge_overage(t, out);
  turn_subscription(t, out);  // C5, C6
  if (period_turns) period_end_ = end_of_usage_period(t);
  while (const auto effective = lots_.take_scheduled(t)) book(*effective, t, out);      // D
  while (payment* const late = payments_.take_overdue(t)) tell_overdue(*late, t, out);  // F
  while (const auto heard = payments_.take_notice(t)) hear(*heard, false, t, out);
  while (payment* const waiting = payments_.take_retry(t)) {
    if (waiting->of == payment_for::renewal)
      retry_renewal(*waiting, t, out);
    else
      retry(*waiting, t, out);
  }
  if (recharge_->wake_at <= t) recharge_.edit().wake_at = instant::never();
  if (DRAWDOWN_PLANTED("no_look_after_a_turn", true, false)) look(t, out);
  note_next_due();
}

void account_core::look_closely(instant t, effects& out) {
  if (!debts_.open().empty()) pay_debts(t, out);
  if (low_balance_) look_at_balance(t, out);
  if (!recharge_->terms) return;
  look_at_recharge(t, out);
  note_next_due();
}

// The notice of a low balance is given once per downward crossing (R10.6).
void account_core::look_at_balance(instant t, effects& out) {
  const credits available = lots_.available(spendable::all);
  if (available >= *low_balance_) {
    said_low_ = false;
  } else if (!DRAWDOWN_PLANTED("low_balance_repeated", std::exchange(said_low_, true), false)) {
    emit(t, low_balance_event{*low_balance_, available}, out);
  }
}

// Counts, stops and lifts begin anew (R2.12).
void account_core::begin_counts() {
  for (spender& agent : agents_) agent.begin_period();
  note_nothing_left();
}

// Plan and add-on credit ends the stop of every agent (R5.2).
void account_core::note_plan_credit(lot_kind kind) {
  if (kind != lot_kind::plan && kind != lot_kind::addon) return;
  for (spender& agent : agents_) agent.note_plan_credit();
}

void account_core::stop_without_plan_credit() {
  for (spender& agent : agents_) agent.note_nothing_left();
}

void account_core::forget_payments() {
  payments_.forget_what_is_over(period_begin_, [&](payment_id id) {
    return id == subscription_->paid_by || subscription_->orders.contains(id);
  });
}

std::uint64_t account_core::digest(instant t) {
  ensure(next_due_ == earliest_due(), "what is due next is known");
  forget_payments();
  state_digest write;
  write(begun_, sold_.version, period_begin_, period_end_, committed_);
  write(low_balance_.value_or(credits::from_micro(-1)), said_low_);
  lots_.each_field(write);
  holds_.each_field(write);
  debts_.each_field(write);
  for (const spender& agent : agents_)
    write(agent.policy, agent.monthly_limit.value_or(credits::from_micro(-1)), agent.spent, agent.held,
          agent.stopped, agent.lifted);
  keys_.each_field(write, t);
  counted_.each_field(write);
  for (const auto& [key, granted] : grants_)
    write(key.from, key.owner, key.number, granted.id, granted.end, granted.revoked);
  subscription_->each_field(write);
  payments_.each_field(write);
  overage_.each_field(write);
  debits_.each_field(write);
  recharge_->each_field(write);
  for (const payment_method& method : methods()) {
    write(method.gateway, method.fingerprint, method.card.size());
    for (const card_answer answer : method.card) write(answer);
  }
  return write.finish();
}

}  // namespace drawdown
