// Which fields of what the world declares are kept where the state of an account holds a copy of them.
#pragma once

#include "engine/units/fields.hpp"
#include "engine/world/commands.hpp"
#include "engine/world/event.hpp"
#include "engine/world/stimuli.hpp"
#include "engine/world/world.hpp"

namespace drawdown {

template <class Archive>
void kept_fields(Archive& archive, is<payment_method> auto& method) {
  archive(method.gateway, method.fingerprint, method.card);
}

template <class Archive>
void kept_fields(Archive& archive, is<recharge_terms> auto& terms) {
  archive(terms.watch, terms.trigger, terms.threshold, terms.amount, terms.target, terms.pack,
          terms.count_pending, terms.limits, terms.max_per_period, terms.max_spend_per_period,
          terms.cooldown);
}

template <class Archive>
void kept_fields(Archive& archive, is<notice> auto& heard) {
  archive(heard.at, heard.payment, heard.attempt, heard.number, heard.answer, heard.reason);
}

template <class Archive>
void kept_fields(Archive& archive, is<subscribe_command> auto& asked) {
  archive(asked.plan, asked.anchor);
}

template <class Archive>
void kept_fields(Archive& archive, is<change_plan_command> auto& asked) {
  archive(asked.plan, asked.prorate, asked.restart);
}

template <class Archive>
void kept_fields(Archive& archive, is<arrival_gap> auto& gap) {
  archive(gap.picoseconds);
}

}  // namespace drawdown
