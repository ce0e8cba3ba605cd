#include "engine/account/account_core.hpp"

#include <algorithm>

#include <xxhash.h>

#include "engine/record/encoding.hpp"
#include "engine/time/calendar.hpp"

namespace drawdown {

account_core::account_core(std::shared_ptr<const world> in, account_index index)
    : world_(std::move(in)),
      index_(index),
      lots_(world_->settings.burn_down),
      keys_(world_->settings.key_window),
      methods_(spec().payment_methods),
      period_end_(next_month(world_->start, zone())) {
  recharge_.terms = spec().auto_recharge;
  for (const agent_spec& declared : spec().agents) {
    spender& made = agents_.emplace_back();
    made.policy = declared.policy;
    made.monthly_limit = declared.monthly_limit;
  }
}

void account_core::begin(effects& out) {
  ensure(!begun_, "an account begins once");
  begun_ = true;
  for (const command& declared : spec().grants) {
    const auto& body = std::get<grant_command>(declared.body);
    remember(declared, command_event::what::grant, grant(declared, body, out));
  }
  note_nothing_left();
  look(world_->start, out);
}

instant account_core::next_due() const {
  return std::min({lots_.next_end(), period_end_, lots_.next_effective(), payments_.next_due()});
}

void account_core::turn(instant t, effects& out) {
  ensure(begun_ && t == next_due(), "the phases A-F are worked when they are due");
  while (const auto ended = lots_.end_next(t)) {  // B
    if (now().without_paid().is_zero()) note_nothing_left();
    emit(t, lot_end_event{ended->id, ended->expired, now().balance()}, out);
  }
  if (period_end_ <= t) {  // C4
    period_end_ = next_month(t, zone());
    for (spender& agent : agents_) agent.begin_period();
    if (now().without_paid().is_zero()) note_nothing_left();
  }
  while (const auto effective = lots_.take_scheduled(t)) book(*effective, t, out);  // D
  while (const auto heard = payments_.take_notice(t)) hear(*heard, false, t, out);  // F
  while (payment* const waiting = payments_.take_retry(t)) retry(*waiting, t, out);
  look(t, out);
}

// Books a lot that is new or was scheduled. Plan and add-on credit ends the stop of every agent (R5.2).
void account_core::book(const lot& booked, instant t, effects& out) {
  lots_.book(booked);
  if (booked.kind == lot_kind::plan || booked.kind == lot_kind::addon)
    for (spender& agent : agents_) agent.note_plan_credit();
  emit(t,
       lot_event{.lot = booked.id,
                 .kind = booked.kind,
                 .result = outcome::granted,
                 .amount = booked.granted,
                 .created = booked.created,
                 .effective = booked.effective,
                 .expires = booked.expires,
                 .priority = booked.priority,
                 .cost = booked.cost,
                 .payment = booked.payment,
                 .key = booked.key,
                 .balance = now().balance()},
       out);
}

void account_core::note_nothing_left() {
  if (!now().without_paid().is_zero()) return;
  for (spender& agent : agents_) agent.note_nothing_left();
}

bool account_core::has_room_for(credits amount) const {
  return amount <= credits::largest() - committed_;
}

std::uint64_t account_core::digest(instant t) {
  record::bytes encoded;
  record::field_writer write(encoded);
  write(begun_, period_end_, committed_);
  lots_.each_field(write);
  for (const spender& agent : agents_)
    write(agent.policy, agent.monthly_limit.value_or(credits::from_micro(-1)), agent.spent, agent.stopped,
          agent.lifted);
  keys_.each_field(write, t);
  payments_.each_field(write);
  recharge_.each_field(write);
  for (const payment_method& method : methods_) {
    write(method.gateway, method.fingerprint, method.card.size());
    for (const card_answer answer : method.card) write(answer);
  }
  return XXH3_64bits(encoded.data(), encoded.size());
}

}  // namespace drawdown
