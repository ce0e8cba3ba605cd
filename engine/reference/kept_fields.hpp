// What is kept of the judge's books in a checkpoint: every field of each part, to be written and to be read.
#pragma once

#include "engine/reference/state.hpp"
#include "engine/units/fields.hpp"

namespace drawdown::reference {

template <class Archive>
void kept_fields(Archive& archive, is<usage_content> auto& of) {
  archive(of.agent, of.meter, of.value, of.quantity, of.times, of.occurred_at);
}

template <class Archive>
void kept_fields(Archive& archive, is<remembered_usage> auto& of) {
  archive(of.content, of.amount, of.uncharged, of.version, of.result);
}

template <class Archive>
void kept_fields(Archive& archive, is<period> auto& of) {
  archive(of.begins, of.ends);
}

template <class Archive>
void kept_fields(Archive& archive, is<portion> auto& of) {
  archive(of.kind, of.pool, of.each, of.paid);
}

template <class Archive>
void kept_fields(Archive& archive, is<first_cycle> auto& of) {
  archive(of.anchor, of.trial, of.is_trial, of.price);
}

template <class Archive>
void kept_fields(Archive& archive, is<renewal> auto& of) {
  archive(of.retries_made);
}

template <class Archive>
void kept_fields(Archive& archive, is<plan_switch> auto& of) {
  archive(of.plan, of.price, of.restarts, of.replaces, of.asked);
}

template <class Archive>
void kept_fields(Archive& archive, is<unit_purchase> auto& of) {
  archive(of.add_on, of.units);
}

template <class Archive>
void kept_fields(Archive& archive, is<seat_purchase> auto& of) {
  archive(of.user, of.price);
}

template <class Archive>
void kept_fields(Archive& archive, is<awaited_payment> auto& of) {
  archive(of.what, of.brings);
}

template <class Archive>
void kept_fields(Archive& archive, is<subscription> auto& of) {
  archive(of.state, of.plan, of.former_plan, of.on_trial, of.anchor, of.cycle, of.grant, of.turns, of.cancels,
          of.next_plan, of.units, of.next_units, of.users, of.leaving, of.charged, of.paid_by, of.awaited);
}

template <class Archive>
void kept_fields(Archive& archive, is<whereabouts> auto& of) {
  archive(of.account, of.gateway);
}

template <class Archive>
void kept_fields(Archive& archive, is<till> auto& of) {
  archive(of.has_minor, of.moved);
}

template <class Archive>
void kept_fields(Archive& archive, is<fee_piece> auto& of) {
  archive(of.payment, of.of, of.fee, of.earned, of.given_back, of.charged_back);
}

template <class Archive>
void kept_fields(Archive& archive, is<money_books> auto& of) {
  archive(of.sums, of.tills, of.fees, of.fees_closed);
}

template <class Archive>
void kept_fields(Archive& archive, is<lot> auto& of) {
  archive(of.id, of.kind, of.granted, of.left, of.held, of.life, of.created, of.effective, of.expires,
          of.priority, of.cost, of.payment, of.key, of.only, of.recurs, of.rollover, of.recurs_at,
          of.recurs_next, of.generation, of.ends, of.of_cycle, of.carried, of.charged_back, of.used);
}

template <class Archive>
void kept_fields(Archive& archive, is<granted_lot> auto& of) {
  archive(of.lot, of.ends, of.revoked);
}

template <class Archive>
void kept_fields(Archive& archive, is<reserved> auto& of) {
  archive(of.lot, of.amount, of.generation);
}

template <class Archive>
void kept_fields(Archive& archive, is<hold> auto& of) {
  archive(of.number, of.key, of.agent, of.user, of.group, of.meter, of.runs_out, of.placed, of.slices,
          of.ended_as);
}

template <class Archive>
void kept_fields(Archive& archive, is<debt> auto& of) {
  archive(of.id, of.key, of.agent, of.meter, of.user, of.open, of.charged_back);
}

template <class Archive>
void kept_fields(Archive& archive, is<overage> auto& of) {
  archive(of.id, of.amount, of.billed_by);
}

template <class Archive>
void kept_fields(Archive& archive, is<debited> auto& of) {
  archive(of.at, of.agent, of.user, of.group, of.meter, of.slices, of.debt, of.overage);
}

template <class Archive>
void kept_fields(Archive& archive, is<agent_state> auto& of) {
  archive(of.policy, of.monthly_limit, of.spent, of.held, of.stopped, of.lifted);
}

template <class Archive>
void kept_fields(Archive& archive, is<invoice> auto& of) {
  archive(of.is, of.due, of.paid);
}

template <class Archive>
void kept_fields(Archive& archive, is<charged_back_lot> auto& of) {
  archive(of.lot, of.revoked, of.used);
}

template <class Archive>
void kept_fields(Archive& archive, is<dispute> auto& of) {
  archive(of.amount, of.lots, of.debt, of.owed, of.dropped, of.won);
}

template <class Archive>
void kept_fields(Archive& archive, is<payment> auto& of) {
  archive(of.id, of.key, of.amount, of.brings, of.what, of.begun, of.credited, of.attempts, of.fingerprint,
          of.latest_failed, of.first_failure, of.retry_at, of.bonus, of.asked_in_money, of.given_back,
          of.bill, of.disputed, of.sent_to, of.taken, of.for_overage, of.for_lots);
}

template <class Archive>
void kept_fields(Archive& archive, is<recharge_state> auto& of) {
  archive(of.terms, of.on, of.reported, of.begun, of.waiting, of.wake_at, of.last_failure, of.failures,
          of.failed_fingerprint);
}

template <class Archive>
void kept_fields(Archive& archive, is<low_balance_state> auto& of) {
  archive(of.level, of.said);
}

template <class Archive>
void kept_fields(Archive& archive, is<movement> auto& of) {
  archive(of.kind, of.lot, of.agent, of.amount);
}

template <class Archive>
void kept_fields(Archive& archive, is<opening> auto& of) {
  archive(of.left, of.debt, of.spent);
}

template <class Archive>
void kept_fields(Archive& archive, is<past_recharge> auto& of) {
  archive(of.begun, of.amount);
}

template <class Archive>
void kept_fields(Archive& archive, is<billing_period> auto& of) {
  archive(of.began, of.billed);
}

// The steps themselves are the world's.
template <class Archive>
void kept_fields(Archive& archive, is<key_memory> auto& of) {
  archive(of.usage);
  if constexpr (Archive::is_reading) {
    std::uint32_t count = 0;
    archive(count);
    for (; count > 0 && archive.ok(); --count) {
      std::uint64_t number = 0;
      remembered_command first{};
      archive(number, first.result);
      archive.step(number, first.body);
      of.commands.emplace(number, first);
    }
  } else {
    const std::map<std::uint64_t, remembered_command> in_order(of.commands.begin(), of.commands.end());
    archive(static_cast<std::uint32_t>(in_order.size()));
    for (const auto& [number, first] : in_order) {
      archive(number, first.result);
      archive.step(number, first.body);
    }
  }
}

template <class Archive>
void kept_fields(Archive& archive, is<books> auto& of) {
  archive(of.begun, of.worked_until, of.lots, of.past_lots, of.scheduled, of.ends, of.cycle_ends, of.grants,
          of.last_lot, of.committed, of.holds, of.hold_by_key, of.run_outs, of.last_hold, of.debts,
          of.last_debt, of.overages, of.last_overage, of.overage_payments, of.asked_back, of.debits,
          of.agents, of.period_began, of.next_turn, of.billing, of.next_version, of.subscription, of.keys,
          of.payment_methods, of.attempts_on, of.payments, of.last_payment, of.past_recharges, of.in_flight,
          of.notices, of.retries, of.overdue, of.recharge, of.low_balance, of.steps_name_payments,
          of.steps_ask_credit_back, of.history, of.opening, of.accounts);
}

}  // namespace drawdown::reference
