// What the judge knows of one account between two instants: plain lists, written down as the rules speak of
// them.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/reference/books_of_money.hpp"
#include "engine/reference/first_arrivals.hpp"
#include "engine/reference/subscription_books.hpp"
#include "engine/world/event.hpp"
#include "engine/world/figures.hpp"
#include "engine/world/stimuli.hpp"
#include "engine/world/world.hpp"

namespace drawdown::reference {

// How far a lot has come. One that is over stays in the books as long as a hold has credit of it (R3.7).
enum class lot_life : std::uint8_t { alive, ended, revoked };

// A lot of credit (R3.1).
struct lot {
  lot_id id = 0;
  lot_kind kind = lot_kind::free;
  credits granted{};
  credits left{};
  credits held{};  // of what is left: reserved by holds (R6.1)
  lot_life life = lot_life::alive;
  instant created{};
  instant effective{};
  instant expires{};  // what it is burned by; `never` for a lot that never expires
  std::int32_t priority = 0;
  money cost{};
  payment_id payment = 0;
  effect_key key{};
  restriction only{};                        // R3.8
  std::optional<recurrence> recurs{};        // R3.9
  std::optional<rollover_terms> rollover{};  // R3.10
  instant recurs_at = instant::never();      // the next recurrence
  std::int32_t recurs_next = 0;              // the number of its boundary, counted from the anchor
  std::uint32_t generation = 0;     // how often it began anew: credit that was held before is of an older one
  instant ends = instant::never();  // its end instant (R2.1); `never` where it has none of its own
  bool of_cycle = false;            // of a subscription: it ends with its grant period (R3.2)
  std::uint32_t carried = 0;        // over so many turns of the grant period (R8.2)
  bool charged_back = false;        // with the payment that brought it (R9.6)
  credits used{};                   // by debits and paid debt, less what refunds gave back (R14.1)

  credits available() const { return left - held; }
  bool is_alive() const { return life == lot_life::alive; }
};

// A grant, or a positive adjustment, that can be revoked by its key (R3.11).
struct granted_lot {
  lot_id lot = 0;
  instant ends{};
  bool revoked = false;
};

// What a hold reserved of one lot (R6.1).
struct reserved {
  lot_id lot = 0;
  credits amount{};
  std::uint32_t generation = 0;  // of the lot, when it was reserved (R3.7)
};

// Reserved credit (R6). Holds are numbered in the order in which they are placed.
using hold_number = std::uint64_t;
struct hold {
  hold_number number = 0;
  effect_key key{};
  agent_index agent = no_agent;
  user_index user = no_user;
  group_index group = no_group;
  meter_index meter = no_meter;
  instant runs_out{};
  instant placed{};                   // by its version it is priced (R6.1)
  std::vector<reserved> slices{};     // what is still reserved, in the order of reserving
  std::optional<outcome> ended_as{};  // what a capture or a void hears after the end (R6.5)
};

// Usage, an operator's taking or a chargeback that was not covered and is still to be paid (R4.5, R9.6).
struct debt {
  debt_id id = 0;
  effect_key key{};  // of the debit that made it
  agent_index agent = no_agent;
  meter_index meter = no_meter;  // of the usage: which restricted lots may pay it (R4.6)
  user_index user = no_user;
  credits open{};
  payment_id charged_back = 0;  // the payment whose chargeback it is of (R9.6); 0: of none
};

// Usage beyond the credit there was, which is billed (R4.5); numbered in its account. What is paid is not
// kept.
using overage_id = std::uint64_t;
struct overage {
  overage_id id = 0;
  credits amount{};
  payment_id billed_by = 0;  // 0: not billed yet, or again to be billed
};

// A usage or a capture that may be asked back, and what of it was not given back yet (R9.7).
struct debited {
  instant at{};
  agent_index agent = no_agent;
  user_index user = no_user;
  group_index group = no_group;
  meter_index meter = no_meter;
  std::vector<slice> slices{};  // as they were taken; what paid its debt comes behind them
  debt_id debt = 0;             // that it made; 0: none
  overage_id overage = 0;       // that is billed for it; 0: none
};

// How an agent spends, and what became of it in this usage period (R5).
struct agent_state {
  when_exhausted policy = when_exhausted::use_balance;
  std::optional<credits> monthly_limit{};
  credits spent{};       // in the usage period, from any lot (R5.3)
  credits held{};        // in its open holds, whenever they were placed (R5.3)
  bool stopped = false;  // R5.2
  bool lifted = false;   // a person's top-up ended the stop until the next period (R5.2)

  // R5.3: what counts towards the limit.
  credits count() const { return spent + held; }
};

// The first arrival of a command's key, and what became of it (R4.3).
struct remembered_command {
  command_body body;
  outcome result = outcome::requested;
};

// All keys that were given and are remembered: those of usage for a while, those of commands for the whole
// run.
struct key_memory {
  first_arrivals usage;
  std::unordered_map<std::uint64_t, remembered_command> commands;
};

// A payment that is billed, not charged (R9.3).
struct invoice {
  enum class state : std::uint8_t { open, paid, voided };
  state is = state::open;
  instant due{};
  money paid{};  // so far
};

// What a chargeback took of a lot: what was left of it, and, as debt, what was used of it (R9.6).
struct charged_back_lot {
  lot_id lot = 0;
  credits revoked{};
  credits used{};
};

// A chargeback of a payment (R9.6).
struct dispute {
  money amount{};
  std::vector<charged_back_lot> lots{};  // by id
  debt_id debt = 0;                      // 0: none was made
  credits owed{};                        // at first
  credits dropped{};                     // of it, by resets (R3.10)
  bool won = false;
};

// A payment and how far it came (R9.3, R9.4, R10).
struct payment {
  payment_id id = 0;
  effect_key key{};
  money amount{};
  credits brings{};
  payment_for what = payment_for::top_up;
  instant begun{};
  bool credited = false;
  std::uint32_t attempts = 0;
  std::uint32_t fingerprint = 0;  // of the payment method of the latest attempt
  bool latest_failed = false;     // the latest attempt is known to have failed
  std::optional<instant>
      first_failure{};  // when the first failure became known: retries count from it (R10.4)
  std::optional<instant> retry_at{};

  credits bonus{};                    // free credit that comes with it (R9.1)
  bool asked_in_money = false;        // what it brings follows from its amount (R9.1)
  money given_back{};                 // by refunds (R9.5, R8.6)
  std::optional<invoice> bill{};      // where the account is billed by invoice (R9.3)
  std::optional<dispute> disputed{};  // R9.6

  std::vector<std::optional<gateway_index>> sent_to{};  // by attempt, from 1; none: no gateway saw it
  whereabouts taken{};                                  // where its money is, once it is paid (R13.4)
  money for_overage{};                                  // so much of it (R4.13)
  money for_lots{};  // and so much for lots that came before it was paid (R8.2 `renewal_grants`)

  bool is_recharge() const { return what == payment_for::recharge; }
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

  std::optional<recharge_wait> waiting{};  // what it was last said to wait for (R10.5)
  instant wake_at = instant::never();      // the end of the wait that the last look found (R10.4)
  std::optional<instant> last_failure{};   // since when it backs off (R10.4)
  std::uint32_t failures = 0;              // in a row (R10.4)
  std::uint32_t failed_fingerprint = 0;    // of the payment method of the last of them
};

// The notice of a low balance as it stands (R10.6).
struct low_balance_state {
  std::optional<credits> level;
  bool said = false;  // of this downward crossing
};

// One movement of credit or debt since the books were last closed (R12.1).
struct movement {
  enum class what : std::uint8_t {
    granted,        // to a lot, also again (R3.9, R3.10)
    used,           // from a lot
    owed,           // used beyond what there was: debt
    invoiced,       // used beyond what there was: to be billed (R4.5)
    debt_paid,      // from a lot
    debt_dropped,   // it is owed no more, though no credit paid it (R3.10, R9.6, R9.7)
    written_off,    // from a lot: expired or revoked
    refunded,       // back to a lot (R9.7)
    uncounted,      // an agent's usage was given back (R5.3)
    counts_restart  // R5.3
  };
  what kind = what::granted;
  lot_id lot = 0;
  agent_index agent = no_agent;  // that used it
  credits amount{};
};

// What stood in the books when they were last closed.
struct opening {
  std::map<lot_id, credits> left;
  credits debt;
  std::vector<credits> spent;  // by agent
};

// A recharge that counts, of a payment that is not in the books any more (R10.5).
struct past_recharge {
  instant begun{};
  money amount{};
};

// A usage period, and what was billed in it of each meter whose price goes by it (R2.6, R7.2).
struct billing_period {
  instant began;
  std::map<meter_index, std::int64_t> billed{};
};

// An instant and what of a number falls on it: in order of instant, then number.
using due_lot = std::pair<instant, lot_id>;
using due_payment = std::pair<instant, payment_id>;
using due_hold = std::pair<instant, hold_number>;

// The whole state of one account.
struct books {
  bool begun = false;
  instant worked_until;  // the end of the last epoch

  std::vector<lot> lots;                     // booked, and with credit left or some that may come again
  std::map<lot_id, lot> past_lots;           // of the other ones those that may be asked for again
  std::map<due_lot, lot> scheduled;          // by when they become effective (R3.5)
  std::set<due_lot> ends;                    // of all booked lots that have an end instant, used up or not
  std::set<due_lot> cycle_ends;              // when lots of the subscription expire, used up or not (R3.2)
  std::map<effect_key, granted_lot> grants;  // by their keys (R3.11)
  lot_id last_lot = 0;
  credits committed;  // of all that was ever accepted or owed, never lowered (R1.6)

  std::map<hold_number, hold> holds;              // all that were accepted, open or over (R6.5)
  std::map<effect_key, hold_number> hold_by_key;  // R6.2, R6.3
  std::set<due_hold> run_outs;                    // of open holds
  hold_number last_hold = 0;

  std::vector<debt> debts;  // open, oldest first
  debt_id last_debt = 0;

  std::vector<overage> overages;  // that are not paid, as they were made
  overage_id last_overage = 0;
  std::uint64_t overage_payments = 0;  // how many were made for them alone

  std::set<effect_key> asked_back;       // all debits that the account's steps will ask back (R9.7)
  std::map<effect_key, debited> debits;  // those of them that were made, the latest under its key

  std::vector<agent_state> agents;
  instant period_began;  // the usage period (R2.6)
  instant next_turn;     // of it

  std::vector<billing_period> billing;  // those that may be named, the present one last (R2.5)
  instant next_version;                 // when another version of the catalog takes effect (R7.3)

  drawdown::reference::subscription subscription;

  key_memory keys;

  std::vector<payment_method> payment_methods;         // the first is the default
  std::map<std::uint32_t, std::uint32_t> attempts_on;  // by fingerprint (R10.1)
  std::map<payment_id, payment> payments;              // those that may be asked for again
  payment_id last_payment = 0;
  std::vector<past_recharge> past_recharges;     // of this usage period, and the last one, as they were begun
  std::set<payment_id> in_flight;                // neither credited nor finally failed
  std::multiset<notice, hearing_order> notices;  // to be heard
  std::set<due_payment> retries;                 // to be made
  std::set<due_payment> overdue;                 // when open invoices will be (R9.3)
  recharge_state recharge;
  low_balance_state low_balance;

  bool steps_name_payments = false;    // some step of the account may name any payment (R9.3–R9.6)
  bool steps_ask_credit_back = false;  // used credit may come back (R9.5–R9.7)

  std::vector<movement> history;  // since the books were last closed
  drawdown::reference::opening opening;

  money_books accounts;  // R13
};

}  // namespace drawdown::reference
