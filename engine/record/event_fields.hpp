// Which fields of each event are encoded, in which order: one list for writing and reading.
#pragma once

#include "engine/units/fields.hpp"
#include "engine/world/event.hpp"

namespace drawdown::record {

template <class Archive>
void fields_of(Archive& archive, is<effect_key> auto& key) {
  archive(key.from, key.owner, key.number);
}

template <class Archive>
void fields_of(Archive& archive, is<slice> auto& s) {
  archive(s.lot, s.amount);
}

template <class Archive>
void fields_of(Archive& archive, is<released_slice> auto& s) {
  archive(s.lot, s.amount, s.went);
}

template <class Archive>
void fields_of(Archive& archive, is<restriction> auto& only) {
  archive(only.meters, only.user);
}

template <class Archive>
void fields_of(Archive& archive, is<recurrence> auto& recurs) {
  archive(recurs.every, recurs.anchor);
}

template <class Archive>
void fields_of(Archive& archive, is<rollover_terms> auto& rollover) {
  archive(rollover.max, rollover.min);
}

template <class Archive>
void fields_of(Archive& archive, is<subscription_figures> auto& s) {
  archive(s.state, s.plan, s.renews, s.cancels, s.next_plan, s.units, s.users);
}

template <class Archive>
void fields_of(Archive& archive, is<refunded_slice> auto& s) {
  archive(s.lot, s.amount, s.went);
}

template <class Archive>
void fields_of(Archive& archive, is<figures> auto& f) {
  for (auto& left : f.left) archive(left);
  archive(f.held, f.debt, f.invoiced);
}

template <class Archive>
void fields_of(Archive& archive, is<lot_event> auto& e) {
  archive(e.lot, e.kind, e.result, e.amount, e.created, e.effective, e.expires, e.priority, e.cost, e.payment,
          e.key, e.balance, e.only, e.recurs, e.rollover, e.ends, e.of_cycle);
}

template <class Archive>
void fields_of(Archive& archive, is<lot_end_event> auto& e) {
  archive(e.lot, e.expired, e.balance);
}

template <class Archive>
void fields_of(Archive& archive, is<command_event> auto& e) {
  archive(e.key, e.of, e.result, e.repeated);
}

template <class Archive>
void fields_of(Archive& archive, is<charge_event> auto& e) {
  archive(e.payment, e.key, e.attempt, e.of, e.gateway, e.amount, e.brings);
}

template <class Archive>
void fields_of(Archive& archive, is<heard_event> auto& e) {
  archive(e.payment, e.key, e.attempt, e.is_answer, e.by_hand, e.answer, e.reason, e.effect);
}

template <class Archive>
void fields_of(Archive& archive, is<recharge_failed_event> auto& e) {
  archive(e.payment, e.declined, e.reason, e.why);
}

template <class Archive>
void fields_of(Archive& archive, is<recharge_off_event> auto& e) {
  archive(e.payment);
}

template <class Archive>
void fields_of(Archive& archive, is<figures_event> auto& e) {
  archive(e.expectation, e.agent, e.account, e.agent_spent, e.agent_held, e.agent_stopped, e.suspended,
          e.subscription);
}

template <class Archive>
void fields_of(Archive& archive, is<hold_event> auto& e) {
  archive(e.key, e.agent, e.user, e.group, e.meter, e.quantity, e.result, e.repeated, e.amount, e.runs_out,
          e.balance, e.slices, e.times, e.value);
}

template <class Archive>
void fields_of(Archive& archive, is<capture_event> auto& e) {
  archive(e.key, e.hold, e.agent, e.user, e.group, e.meter, e.quantity, e.result, e.repeated, e.amount,
          e.balance, e.open, e.slices, e.released, e.times, e.value);
}

template <class Archive>
void fields_of(Archive& archive, is<release_event> auto& e) {
  archive(e.key, e.hold, e.agent, e.ran_out, e.result, e.repeated, e.amount, e.balance, e.released);
}

template <class Archive>
void fields_of(Archive& archive, is<debt_paid_event> auto& e) {
  archive(e.debt, e.key, e.agent, e.amount, e.balance, e.owed, e.slices);
}

template <class Archive>
void fields_of(Archive& archive, is<debt_dropped_event> auto& e) {
  archive(e.amount);
}

template <class Archive>
void fields_of(Archive& archive, is<adjust_event> auto& e) {
  archive(e.key, e.amount, e.debt, e.balance, e.slices);
}

template <class Archive>
void fields_of(Archive& archive, is<revoke_event> auto& e) {
  archive(e.key, e.grant, e.lot, e.amount, e.balance);
}

template <class Archive>
void fields_of(Archive& archive, is<refill_event> auto& e) {
  archive(e.lot, e.because, e.expired, e.refilled, e.balance);
}

template <class Archive>
void fields_of(Archive& archive, is<low_balance_event> auto& e) {
  archive(e.level, e.available);
}

template <class Archive>
void fields_of(Archive& archive, is<recharge_waits_event> auto& e) {
  archive(e.why, e.until);
}

template <class Archive>
void fields_of(Archive& archive, is<carry_event> auto& e) {
  archive(e.lot, e.carried, e.expired, e.expires, e.balance, e.refilled);
}

template <class Archive>
void fields_of(Archive& archive, is<subscription_event> auto& e) {
  archive(e.of, e.payment, e.now, e.price);
}

template <class Archive>
void fields_of(Archive& archive, is<refund_event> auto& e) {
  archive(e.key, e.debit, e.agent, e.user, e.group, e.meter, e.result, e.repeated, e.amount, e.debt,
          e.balance, e.slices, e.invoiced);
}

template <class Archive>
void fields_of(Archive& archive, is<payment_refund_event> auto& e) {
  archive(e.key, e.payment, e.id, e.given_back, e.slices, e.balance);
}

template <class Archive>
void fields_of(Archive& archive, is<chargeback_event> auto& e) {
  archive(e.key, e.payment, e.id, e.is_won, e.amount, e.debt, e.slices, e.balance);
}

template <class Archive>
void fields_of(Archive& archive, is<invoice_event> auto& e) {
  archive(e.of, e.key, e.invoice, e.payment, e.why, e.amount, e.open, e.brings, e.due);
}

template <class Archive>
void fields_of(Archive& archive, is<estimate_event> auto& e) {
  archive(e.key, e.agent, e.total, e.available, e.after, e.missing, e.offer, e.brings);
}

template <class Archive>
void fields_of(Archive& archive, is<quote_event> auto& e) {
  archive(e.key, e.now, e.grants, e.per_cycle, e.acts);
}

template <class Archive>
void fields_of(Archive& archive, is<overage_event> auto& e) {
  archive(e.payment, e.key, e.amount, e.price);
}

}  // namespace drawdown::record
