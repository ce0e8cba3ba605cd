// What the judge knows of one account between two instants: plain lists, written down as the rules speak of
// them.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/world/figures.hpp"
#include "engine/world/stimuli.hpp"
#include "engine/world/world.hpp"

namespace drawdown::reference {

// A lot of credit (R3.1).
struct lot {
  lot_id id = 0;
  lot_kind kind = lot_kind::free;
  credits granted{};
  credits left{};
  instant created{};
  instant effective{};
  instant expires{};  // its end instant (R2.1); `never` for a lot that has none
  std::int32_t priority = 0;
  money cost{};
  payment_id payment = 0;
  effect_key key{};
};

// How an agent spends, and what became of it in this usage period (R5).
struct agent_state {
  when_exhausted policy = when_exhausted::use_balance;
  std::optional<credits> monthly_limit{};
  credits spent{};       // in the usage period, from any lot (R5.3)
  bool stopped = false;  // R5.2
  bool lifted = false;   // a person's top-up ended the stop until the next period (R5.2)
};

// What makes a usage the same as another of the same key (R4.3).
struct usage_content {
  agent_index agent = no_agent;
  meter_index meter = 0;
  std::int64_t quantity = 0;
  friend bool operator==(const usage_content&, const usage_content&) = default;
};

// The first arrival of a usage key, and what became of it (R4.3).
struct remembered_usage {
  usage_content content;
  outcome result = outcome::charged;
  credits amount{};
};

// The first arrival of a command's key, and what became of it (R4.3).
struct remembered_command {
  command_body body;
  outcome result = outcome::requested;
};

// All keys that were given and are remembered: those of usage for a while, those of commands for the whole
// run.
struct key_memory {
  std::unordered_map<std::uint64_t, remembered_usage> usage;
  std::deque<std::pair<instant, std::uint64_t>> fading;  // first arrivals of usage keys, oldest first
  std::unordered_map<std::uint64_t, remembered_command> commands;
};

// A payment and how far it came (R9.3, R9.4, R10).
struct payment {
  payment_id id = 0;
  effect_key key{};
  money amount{};
  credits brings{};
  bool is_recharge = false;
  bool credited = false;
  std::uint32_t attempts = 0;
  bool latest_failed = false;  // the latest attempt is known to have failed
  std::optional<instant>
      first_failure{};  // when the first failure became known: retries count from it (R10.4)
  std::optional<instant> retry_at{};
};

struct hearing_order {
  bool operator()(const notice& a, const notice& b) const { return heard_before(a, b); }
};

// Auto-recharge as it stands (R10.2, R10.4).
struct recharge_state {
  std::optional<recharge_terms> terms;
  bool on = false;          // off: never set, set to nothing, or switched off after the last retry
  bool reported = false;    // a failure of this downward crossing has been reported
  std::uint64_t begun = 0;  // how many recharges there were
};

// One movement of credit since the books were last closed (R12.1).
struct movement {
  enum class what : std::uint8_t { granted, used, expired, period_turned };
  what kind = what::granted;
  lot_id from = 0;               // or to, where credit was granted
  agent_index agent = no_agent;  // that used it
  credits amount{};
};

// What stood in the books when they were last closed.
struct opening {
  std::map<lot_id, credits> left;
  std::vector<credits> spent;  // by agent
};

// An instant and what of a number falls on it: in order of instant, then number.
using due_lot = std::pair<instant, lot_id>;
using due_payment = std::pair<instant, payment_id>;

// The whole state of one account.
struct books {
  bool begun = false;
  instant worked_until;  // the end of the last epoch

  std::vector<lot> lots;             // booked, alive, and with credit left
  std::map<due_lot, lot> scheduled;  // by when they become effective (R3.5)
  std::set<due_lot> ends;            // of all booked lots that expire, used up or not
  lot_id last_lot = 0;
  credits committed;  // of all lots accepted and payments made, never lowered (R1.5)

  std::vector<agent_state> agents;
  instant next_turn;  // of the usage period (R2.6)

  key_memory keys;

  std::vector<payment_method> payment_methods;         // the first is the default
  std::map<std::uint32_t, std::uint32_t> attempts_on;  // by fingerprint (R10.1)
  std::vector<payment> payments;                       // payment n at n - 1
  std::set<payment_id> in_flight;                      // neither credited nor finally failed
  std::multiset<notice, hearing_order> notices;        // to be heard
  std::set<due_payment> retries;                       // to be made
  recharge_state recharge;

  std::vector<movement> history;  // since the books were last closed
  drawdown::reference::opening opening;
};

}  // namespace drawdown::reference
