// Which fields of each event are encoded, in which order: one list for writing and reading.
#pragma once

#include "engine/world/event.hpp"

namespace drawdown::record {

template <class Archive, class Key>
void key_fields(Archive& archive, Key& key) {
  archive(key.from, key.owner, key.number);
}

template <class Archive, class Event>
void lot_fields(Archive& archive, Event& e) {
  archive(e.lot, e.kind, e.result, e.amount, e.created, e.effective, e.expires, e.priority, e.cost,
          e.payment);
  key_fields(archive, e.key);
  archive(e.balance);
}

template <class Archive, class Event>
void lot_end_fields(Archive& archive, Event& e) {
  archive(e.lot, e.expired, e.balance);
}

template <class Archive, class Event>
void command_fields(Archive& archive, Event& e) {
  key_fields(archive, e.key);
  archive(e.of, e.result, e.repeated);
}

template <class Archive, class Event>
void charge_fields(Archive& archive, Event& e) {
  archive(e.payment);
  key_fields(archive, e.key);
  archive(e.attempt, e.recharge, e.gateway, e.amount, e.brings);
}

template <class Archive, class Event>
void heard_fields(Archive& archive, Event& e) {
  archive(e.payment);
  key_fields(archive, e.key);
  archive(e.attempt, e.is_answer, e.by_hand, e.answer, e.reason, e.effect);
}

template <class Archive, class Event>
void recharge_failed_fields(Archive& archive, Event& e) {
  archive(e.payment, e.declined, e.reason, e.why);
}

template <class Archive, class Event>
void recharge_off_fields(Archive& archive, Event& e) {
  archive(e.payment);
}

template <class Archive, class Figures>
void account_figures_fields(Archive& archive, Figures& figures) {
  for (auto& left : figures.left) archive(left);
  archive(figures.held, figures.debt);
}

template <class Archive, class Event>
void figures_fields(Archive& archive, Event& e) {
  archive(e.expectation, e.agent);
  account_figures_fields(archive, e.account);
  archive(e.agent_spent, e.agent_stopped);
}

}  // namespace drawdown::record
