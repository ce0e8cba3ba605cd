// What the events of one account add up to while they are read in order: its lots, its payments, its balance.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "engine/units/error.hpp"
#include "engine/world/event.hpp"
#include "engine/world/world.hpp"

namespace drawdown::reports {

// A lot as it stands after the events read so far (R3.1). granted = used + expired + left (R14.1).
struct lot_record {
  lot_event made;  // as it was accepted or booked
  bool booked = false;
  credits used;
  credits expired;
  std::optional<instant> ended;

  credits left() const { return made.amount - used - expired; }
  // `scheduled`, `open` or `ended`.
  std::string_view state() const { return ended ? "ended" : booked ? "open" : "scheduled"; }
};

// A payment as it stands after the events read so far (R9.3, R10).
struct payment_record {
  charge_event first;
  instant requested;
  std::uint32_t attempts = 0;                       // charges that were sent
  std::map<std::uint32_t, gateway_index> gateways;  // by attempt
  std::string last_reason;  // of the latest decline; empty where a notice by hand said so
  bool waits_for_retry = false;
  bool failed = false;  // no further attempt will be made
  std::optional<instant> credited;

  // `credited`, `failed` or `in_flight`.
  std::string_view state() const { return credited ? "credited" : failed ? "failed" : "in_flight"; }
};

class account_history {
 public:
  account_history(const world& in, account_index account);

  // Takes the next event in. `corrupt` where it names a lot or a payment that never came before.
  result<void> apply(const event& next);

  const std::map<lot_id, lot_record>& lots() const { return lots_; }
  const std::map<payment_id, payment_record>& payments() const { return payments_; }
  // After the last event.
  credits balance() const { return balance_; }

  // The kind of a lot that came before.
  lot_kind kind_of(lot_id lot) const { return lots_.at(lot).made.kind; }
  // Which gateway an attempt at a payment was sent to, if it was.
  std::optional<gateway_index> gateway_of(payment_id payment, std::uint32_t attempt) const;
  // Why a gateway declined; empty where it did not, or where a notice by hand gave no reason.
  std::string reason_of(const heard_event& heard) const;
  // The `set` step that such an event answers, if it is one that changed something.
  const command* change_of(instant at, const command_event& answer) const;

 private:
  result<void> take(instant at, const usage_event& usage);
  result<void> take(instant at, const lot_event& lot);
  result<void> take(instant at, const lot_end_event& end);
  result<void> take(instant at, const command_event& answer);
  result<void> take(instant at, const charge_event& charge);
  result<void> take(instant at, const heard_event& heard);
  result<void> take(instant at, const recharge_failed_event& failure);
  result<void> take(instant at, const recharge_off_event& off);
  result<void> take(instant at, const figures_event& seen);

  const world& in_;
  const account_spec& spec_;
  std::map<lot_id, lot_record> lots_;
  std::map<payment_id, payment_record> payments_;
  std::map<std::pair<instant, effect_key>, const command*> changes_;
  credits balance_;
  bool recharges_ = false;  // auto-recharge has terms and is switched on
};

}  // namespace drawdown::reports
