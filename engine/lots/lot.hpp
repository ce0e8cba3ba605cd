// A lot: credit that was granted together and is burned and ends together (R3.1).
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>

#include "engine/settings/settings.hpp"
#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/world/names.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown {

// What few lots have: who may use it, and how it begins anew. Shared by copies of the lot.
struct lot_terms {
  restriction only;                        // R3.8
  std::optional<recurrence> recurs;        // R3.9
  std::optional<rollover_terms> rollover;  // R3.10

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.only, self.recurs, self.rollover);
  }
};

// What a debit or a hold is for: which restricted lots may pay it (R3.8).
struct purpose {
  meter_index meter = no_meter;
  user_index user = no_user;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.meter, self.user);
  }
};

struct lot {
  lot_id id = 0;
  lot_kind kind = lot_kind::free;
  user_index user = no_user;  // whose lot it is (R3.1)
  std::int32_t priority = 0;
  credits granted;
  credits left;
  credits held;  // of what is left (R6.1)
  instant created;
  instant effective;
  instant expires = instant::never();
  instant ends = instant::never();                   // its end instant (R2.1); never: it has none of its own
  money cost;                                        // paid for it; zero for free credit
  payment_id payment = 0;                            // that bought it; 0: none
  effect_key key;                                    // of the grant or of the payment
  std::shared_ptr<const lot_terms> terms = nullptr;  // null for a lot that anything may use, once
  std::uint32_t generation = 0;  // how often it began anew: credit held before goes its own way (R3.7)
  instant recurs_at = instant::never();  // the next time (R3.9)
  bool of_cycle = false;                 // of a subscription: it ends with its grant period (R3.2)
  std::uint32_t carried = 0;             // over how many turns of a grant period (R8.2)
  bool may_be_filled = false;            // at such a turn: then it is kept although it is used up

  credits available() const { return left - held; }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.id, self.kind, self.user, self.priority, self.granted, self.left, self.held, self.created,
            self.effective, self.expires, self.ends, self.cost, self.payment, self.key, self.terms,
            self.generation, self.recurs_at, self.of_cycle, self.carried, self.may_be_filled);
  }

  bool may_pay(const purpose& of) const;
  // Whether it is kept although nothing is left: it may be told of, or filled, again (R3.9, R3.10,
  // R8.2).
  bool outlives_its_credit() const {
    return may_be_filled || (terms != nullptr && (terms->recurs || terms->rollover));
  }
  // Whether credit will be there again by itself.
  bool will_be_refilled() const {
    return terms != nullptr && (terms->recurs || (terms->rollover && terms->rollover->min > credits{}));
  }
};

inline bool lot::may_pay(const purpose& of) const {
  if (user != no_user && user != of.user) return false;
  if (terms == nullptr || terms->only.meters.empty()) return true;
  const auto& meters = terms->only.meters;
  return std::find(meters.begin(), meters.end(), of.meter) != meters.end();
}

// Which lots may pay: an agent with `stop` spends no paid credit (R5.2), what is beyond a limit comes from
// the wallet alone (R5.3).
enum class spendable : std::uint8_t { all, without_paid, wallet };

constexpr bool may_pay(spendable which, lot_kind kind) {
  switch (which) {
    case spendable::all:
      return true;
    case spendable::without_paid:
      return kind != lot_kind::paid;
    case spendable::wallet:
      return kind == lot_kind::paid || kind == lot_kind::adjustment;
  }
  return false;
}

}  // namespace drawdown
