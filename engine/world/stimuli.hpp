// What reaches an account beside commands: what gateways say, what agents plan, and all of an epoch together
// (R2.4 F–I).
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/money.hpp"
#include "engine/world/commands.hpp"
#include "engine/world/names.hpp"
#include "engine/world/outcome.hpp"

namespace drawdown {

// A charge to be made at a gateway (R10.1).
struct charge {
  payment_id payment = 0;
  effect_key key;                     // of the payment: what the gateway's draws depend on
  std::uint32_t attempt = 1;          // from 1
  std::uint32_t attempts_before = 0;  // made on this payment method before, over all payments of the account
  instant at;
  money amount;
  payment_method method;
  friend bool operator==(const charge&, const charge&) = default;
};

// Something a gateway lets the account hear of an attempt. Number 0 is its answer, the others are notices
// (webhooks).
struct notice {
  instant at;
  payment_id payment = 0;
  std::uint32_t attempt = 1;
  std::uint32_t number = 0;
  payment_answer answer = payment_answer::succeeded;
  std::uint16_t reason = 0;  // of a decline: position in gateway_spec::reasons

  bool is_answer() const { return number == 0; }
  friend bool operator==(const notice&, const notice&) = default;
};

// Hearing order within an instant (R2.4 F): by payment, attempt, number.
constexpr bool heard_before(const notice& a, const notice& b) {
  if (a.at != b.at) return a.at < b.at;
  if (a.payment != b.payment) return a.payment < b.payment;
  if (a.attempt != b.attempt) return a.attempt < b.attempt;
  return a.number < b.number;
}

// All that a gateway will ever say of one attempt, in the order of numbers; the earliest 1 µs after the
// charge.
struct script {
  charge of;
  std::vector<notice> notices;
};

// Outcomes that an agent asks to hear of at once, because what it does next depends on them.
struct outcome_set {
  std::uint64_t bits = 0;
  constexpr bool has(outcome o) const { return (bits >> static_cast<unsigned>(o)) & 1U; }
  constexpr void add(outcome o) { bits |= std::uint64_t{1} << static_cast<unsigned>(o); }
  friend bool operator==(const outcome_set&, const outcome_set&) = default;
};

// What an agent wants to do next: usages and steps, each in turn order and never two in the same place. The
// promise: every one before `complete_until` is told, unless the outcome of a usage in `halts_on` reaches the
// agent; then what stands behind the one that halted is void.
struct plan {
  agent_index agent = 0;
  std::vector<usage> items;
  instant complete_until;
  outcome_set halts_on;
  std::vector<std::shared_ptr<const command>> steps = {};  // what it does beside using: holds, top-ups
};

// What happened to a usage whose outcome its agent asked to hear.
struct news {
  instant at;
  std::uint64_t number = 0;  // of the usage's turn_order
  outcome result = outcome::charged;
  friend bool operator==(const news&, const news&) = default;
};

// What bulk files say of one account while they are read as the run goes (R2.4 H); null: nothing.
using fed_rows = std::shared_ptr<const std::vector<usage>>;

// All stimuli of one account in [from, until), unmerged, as agents, gateways and the scenario gave them.
struct epoch_stimuli {
  std::uint32_t epoch = 0;
  instant from;
  instant until;
  std::vector<std::shared_ptr<const command>> commands;  // in turn order
  std::vector<std::shared_ptr<const plan>> plans;        // in the order in which they were answered
  std::vector<std::shared_ptr<const script>> scripts;    // in the order in which they were answered
  fed_rows rows = {};                                    // in turn order
};

}  // namespace drawdown
