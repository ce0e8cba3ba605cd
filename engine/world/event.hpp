// What both ledgers say happened, in the same words: one event per thing that a customer, an engineer or an
// auditor may ask about (R12.1). Events of an account are in order; their position in that order, from 1, is
// their number.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/settings/settings.hpp"
#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/world/figures.hpp"
#include "engine/world/names.hpp"
#include "engine/world/outcome.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown {

// What a debit took from one lot, or a hold reserved of it (R3.4, R6.1).
struct slice {
  lot_id lot = 0;
  credits amount;
  friend bool operator==(const slice&, const slice&) = default;
};

// Usage that was charged or refused (R4). A repeated one shows the first outcome again and moves nothing.
struct usage_event {
  effect_key key;
  agent_index agent = no_agent;
  std::uint16_t meter = 0;
  std::int64_t quantity = 0;  // as used, before minimum and increment
  outcome result = outcome::charged;
  bool repeated = false;
  credits amount;             // what it cost, also where it was refused for it; zero where that is not known
  credits balance;            // after it
  std::vector<slice> slices;  // empty where nothing was taken
  user_index user = no_user;
  group_index group = no_group;
  credits debt{};                          // the part that became debt (R4.5)
  credits forgiven{};                      // the part that was forgiven (R4.5)
  std::int64_t times = 1;                  // what the quantity was multiplied by (R7.1)
  value_index value = no_value;            // of the attribute that the price goes by (R7.2)
  instant occurred_at = instant::never();  // as it was given (R2.5); never: it was not
  std::uint16_t version = 0;               // of the catalog that priced it (R7.3)
  std::int64_t uncharged = 0;              // the part of the quantity that nothing covered (R4.1)
  credits invoiced{};                      // the part that is to be paid in money (R4.5)
  friend bool operator==(const usage_event&, const usage_event&) = default;
};

// A lot: accepted for later, or booked and spendable from now on (R3.1, R3.5).
struct lot_event {
  lot_id lot = 0;
  lot_kind kind = lot_kind::free;
  outcome result = outcome::granted;  // `granted` or `scheduled`
  credits amount;
  instant created;
  instant effective;
  instant expires;
  std::int32_t priority = 0;
  money cost;
  payment_id payment = 0;  // that bought it; 0: none
  effect_key key;          // of the grant, or of the payment
  credits balance;         // after it
  restriction only{};      // R3.8
  std::optional<recurrence> recurs{};
  std::optional<rollover_terms> rollover{};
  instant ends{instant::never()};  // its end instant, by the settings of R2.1; never: it has none of its own
  bool of_cycle{false};            // of a subscription: it ends with its grant period (R3.2)
  friend bool operator==(const lot_event&, const lot_event&) = default;
};

// A lot reached its end instant; what was left is written off (R3.6). Also where nothing was left.
struct lot_end_event {
  lot_id lot = 0;
  credits expired;
  credits balance;
  friend bool operator==(const lot_end_event&, const lot_end_event&) = default;
};

// A command that moved nothing by itself: asked for, changed, refused, or repeated. What was accepted of the
// others shows as an event of its own.
struct command_event {
  enum class what : std::uint8_t {
    top_up,
    grant,
    set,
    revoke,
    adjust,
    reset,
    subscribe,
    change_plan,
    cancel,
    resume,
    add_on,
    add_user,
    remove_user,
    refund,
    refund_payment,
    chargeback,
    win_chargeback,
    view_usage,
    invoice,
    pay_invoice,
    void_invoice,
    estimate,
    quote
  };
  effect_key key;
  what of = what::top_up;
  outcome result = outcome::requested;
  bool repeated = false;
  friend bool operator==(const command_event&, const command_event&) = default;
};

// What a payment is for.
enum class payment_for : std::uint8_t {
  top_up,        // R9.1
  recharge,      // R10.2
  subscription,  // its first cycle (R8.1)
  renewal,       // R8.2
  plan_change,   // R8.7
  units,         // of an add-on (R8.4)
  user,          // who joins (R8.8)
  overage,       // usage beyond the credit, where no cycle's charge takes it (R4.5)
};
std::string_view name_of(payment_for f);

// An attempt at a payment was sent to a gateway (R10.1).
struct charge_event {
  payment_id payment = 0;
  effect_key key;
  std::uint32_t attempt = 1;
  payment_for of = payment_for::top_up;
  std::uint16_t gateway = 0;
  money amount;
  credits brings;  // of a subscription's payment nothing: what it grants is told as lots

  bool is_recharge() const { return of == payment_for::recharge; }
  friend bool operator==(const charge_event&, const charge_event&) = default;
};

// An answer or a notice was heard (R9.4, R10.1).
struct heard_event {
  payment_id payment = 0;  // 0: unknown to this account
  effect_key key;
  std::uint32_t attempt = 0;
  bool is_answer = false;
  bool by_hand = false;  // delivered by a `notice` step
  payment_answer answer = payment_answer::succeeded;
  std::uint16_t reason = 0;
  notice_effect effect = notice_effect::awaiting;
  friend bool operator==(const heard_event&, const heard_event&) = default;
};

// Auto-recharge could not buy credit (R10.4): reported once per downward crossing of the threshold.
struct recharge_failed_event {
  payment_id payment = 0;  // 0: none was made
  bool declined = false;   // by the gateway, for `reason`; else `why` says it
  std::uint16_t reason = 0;
  outcome why = outcome::no_payment_method;
  friend bool operator==(const recharge_failed_event&, const recharge_failed_event&) = default;
};

// After the last retry failed auto-recharge was switched off (R10.4).
struct recharge_off_event {
  payment_id payment = 0;
  friend bool operator==(const recharge_off_event&, const recharge_off_event&) = default;
};

// Credit was reserved, or was not (R6.1).
struct hold_event {
  effect_key key;
  agent_index agent = no_agent;
  user_index user = no_user;
  group_index group = no_group;
  meter_index meter = no_meter;
  std::int64_t quantity = 0;  // of the meter, where it was held by quantity
  outcome result = outcome::held;
  bool repeated = false;
  credits amount;             // asked for; zero where that is not known
  instant runs_out;           // when it is voided by itself (R6.3); 1970 where nothing was held
  credits balance;            // as before: a hold lowers what is available
  std::vector<slice> slices;  // what of which lot is reserved, in that order
  std::int64_t times{1};      // of the quantity (R7.1)
  value_index value{no_value};
  friend bool operator==(const hold_event&, const hold_event&) = default;
};

// What became of reserved credit that was not captured (R3.7).
enum class released_to : std::uint8_t { lot, expired, revoked };

// What a hold gave back of one lot.
struct released_slice {
  lot_id lot = 0;
  credits amount;
  released_to went = released_to::lot;
  friend bool operator==(const released_slice&, const released_slice&) = default;
};

// Held credit was taken, or was not (R6.2). Whose it is comes from the hold, where there is one.
struct capture_event {
  effect_key key;
  effect_key hold;
  agent_index agent = no_agent;
  user_index user = no_user;
  group_index group = no_group;
  meter_index meter = no_meter;  // that it was captured by, else that of the hold
  std::int64_t quantity = 0;     // of the meter, where it was captured by quantity
  outcome result = outcome::captured;
  bool repeated = false;
  credits amount;  // taken; where it was refused, asked for
  credits balance;
  bool open = false;                     // the hold goes on with what is left of it
  std::vector<slice> slices;             // what of which lot was taken
  std::vector<released_slice> released;  // the rest, unless it stays held
  std::int64_t times{1};                 // of the quantity (R7.1)
  value_index value{no_value};
  friend bool operator==(const capture_event&, const capture_event&) = default;
};

// A hold was voided by somebody, or ran out; or it was not, because it had ended (R6.3, R6.5).
struct release_event {
  effect_key key;  // of the step; where it ran out, of the hold
  effect_key hold;
  agent_index agent = no_agent;
  bool ran_out = false;
  outcome result = outcome::voided;
  bool repeated = false;
  credits amount;  // given back by the hold, wherever it went
  credits balance;
  std::vector<released_slice> released;
  friend bool operator==(const release_event&, const release_event&) = default;
};

// Lots paid debt (R4.5): one event for each debt that was paid or partly paid.
struct debt_paid_event {
  debt_id debt = 0;
  effect_key key;  // of the debit that made it
  agent_index agent = no_agent;
  credits amount;
  credits balance;
  credits owed;  // all debt of the account after it
  std::vector<slice> slices;
  friend bool operator==(const debt_paid_event&, const debt_paid_event&) = default;
};

// A reset ended all debt (R3.10, `preserve_overage: no`).
struct debt_dropped_event {
  credits amount;
  friend bool operator==(const debt_dropped_event&, const debt_dropped_event&) = default;
};

// An operator took credit (R3.11).
struct adjust_event {
  effect_key key;
  credits amount;  // above zero
  credits debt;    // the part that became debt
  credits balance;
  std::vector<slice> slices;
  friend bool operator==(const adjust_event&, const adjust_event&) = default;
};

// What was left of a grant went (R3.11).
struct revoke_event {
  effect_key key;    // of the step
  effect_key grant;  // of the lot
  lot_id lot = 0;
  credits amount;  // zero of a lot that is only scheduled
  credits balance;
  friend bool operator==(const revoke_event&, const revoke_event&) = default;
};

// A lot began anew: it recurred (R3.9), or a reset carried it over (R3.10).
struct refill_event {
  enum class why : std::uint8_t { recurrence, reset };
  lot_id lot = 0;
  why because = why::recurrence;
  credits expired;   // what was written off
  credits refilled;  // what was added
  credits balance;
  friend bool operator==(const refill_event&, const refill_event&) = default;
};

// What the turn of a grant period, or a smaller plan, left of a lot of the plan (R8.2).
struct carry_event {
  lot_id lot = 0;
  credits carried;  // what goes on of it, with what was refilled; held credit is no part of it
  credits expired;  // trimmed
  instant expires;  // its end from now on
  credits balance;
  credits refilled{};  // added, where the plan carries at least so much
  friend bool operator==(const carry_event&, const carry_event&) = default;
};

// How far a subscription has come (R8).
enum class subscription_state : std::uint8_t {
  none,      // there was none
  pending,   // its first payment has no outcome yet
  active,    // paid, or on trial
  past_due,  // R8.3
  ended,     // R8.6
};
std::string_view name_of(subscription_state s);
std::optional<subscription_state> subscription_state_named(std::string_view name);

// A subscription as it stands.
struct subscription_figures {
  subscription_state state = subscription_state::none;
  plan_index plan = no_plan;           // in force; of one that ended: the last
  instant renews = instant::never();   // the next boundary of its cycle; never unless active or past due
  bool cancels = false;                // it ends at that boundary (R8.6)
  plan_index next_plan = no_plan;      // that it goes to at that boundary (R8.7)
  std::vector<std::uint32_t> units{};  // of each add-on of the catalog, paid for in this cycle (R8.4)
  std::vector<user_index> users{};     // who belong to the account now (R8.8)
  friend bool operator==(const subscription_figures&, const subscription_figures&) = default;
};

// Something changed about the subscription (R8); `now` is as it stands after that.
struct subscription_event {
  enum class what : std::uint8_t {
    begun,         // it is active for the first time
    refused,       // its first payment failed: there is none
    turned,        // a cycle ended, and the next one began
    renewed,       // the next cycle is paid for
    past_due,      // the renewal failed for the first time
    plan_changed,  // the new plan is in force
    units_paid,    // more units of an add-on are paid for
    user_joined,   // paid for, where it costs something
    ended          // it is over: canceled, or never paid
  };
  what of = what::begun;
  payment_id payment = 0;  // that paid for it; 0: none did
  subscription_figures now;
  friend bool operator==(const subscription_event&, const subscription_event&) = default;
};
std::string_view name_of(subscription_event::what w);

// Where refunded credit of a slice went (R9.7).
enum class refunded_to : std::uint8_t {
  lot,        // back to its lot
  expired,    // its lot has ended: it ended again
  revoked,    // its lot was revoked or charged back, and there was no debt of that
  regranted,  // its lot has ended: it comes in a new lot
  debt,       // its lot was charged back: it paid that debt
};

// What a refund gave back of one slice.
struct refunded_slice {
  lot_id lot = 0;
  credits amount;
  refunded_to went = refunded_to::lot;
  friend bool operator==(const refunded_slice&, const refunded_slice&) = default;
};

// A usage or a capture was given back, or was not (R9.7). Whose it is comes from the debit, where there is
// one.
struct refund_event {
  effect_key key;
  effect_key debit;
  agent_index agent = no_agent;
  user_index user = no_user;
  group_index group = no_group;
  meter_index meter = no_meter;
  outcome result = outcome::refunded;
  bool repeated = false;
  credits amount;  // given back; where it was refused, asked for
  credits debt;    // the part that was still open debt of the debit, and is owed no more
  credits balance;
  std::vector<refunded_slice> slices;  // in the order in which they were unwound
  credits invoiced{};                  // the part that was not billed yet, and is not to be any more (R4.5)
  friend bool operator==(const refund_event&, const refund_event&) = default;
};

// Credit of a payment was taken back for its money (R9.5), or a subscription's money was given back (R8.6).
struct payment_refund_event {
  effect_key key;      // of the step; where nobody asked for it, of the payment
  effect_key payment;  // its key
  payment_id id = 0;
  money given_back;
  std::vector<slice> slices;  // taken from its lots
  credits balance;
  friend bool operator==(const payment_refund_event&, const payment_refund_event&) = default;
};

// The customer's bank took a payment back, or gave it back (R9.6).
struct chargeback_event {
  effect_key key;
  effect_key payment;  // its key
  payment_id id = 0;
  bool is_won = false;
  money amount;
  credits debt;               // that was made; where it was won, that is owed no more
  std::vector<slice> slices;  // revoked; where it was won nothing, what returns is told as lots
  credits balance;
  friend bool operator==(const chargeback_event&, const chargeback_event&) = default;
};

// An invoice was issued, paid, overdue or voided (R9.3).
struct invoice_event {
  enum class what : std::uint8_t { issued, paid_part, paid, overdue, voided };
  what of = what::issued;
  effect_key key;      // of the step; where nobody asked for it, of the payment
  effect_key invoice;  // the key of what it is for
  payment_id payment = 0;
  payment_for why = payment_for::top_up;
  money amount;  // issued: to be paid; paid: now; voided: given back
  money open;    // after it
  credits brings;
  instant due;
  friend bool operator==(const invoice_event&, const invoice_event&) = default;
};
std::string_view name_of(invoice_event::what w);

// What planned activities would cost (R7.4).
struct estimate_event {
  effect_key key;
  agent_index agent = no_agent;
  credits total;
  credits available;  // now, of what the agent may spend on them
  credits after;      // below zero where credit is missing
  credits missing;
  money offer;  // the cheapest purchase that covers it; zero where none is needed, or none does
  credits brings;
  friend bool operator==(const estimate_event&, const estimate_event&) = default;
};

// What a change would cost (R7.4).
struct quote_event {
  effect_key key;
  money now;        // due at once
  credits grants;   // on its payment
  money per_cycle;  // from the next cycle on
  instant acts;     // at once, or at the next renewal
  friend bool operator==(const quote_event&, const quote_event&) = default;
};

// Usage beyond the credit was billed (R4.5): so much of it is in the price of that payment, which is made
// right behind.
struct overage_event {
  payment_id payment = 0;
  effect_key key;  // of the payment
  credits amount;
  friend bool operator==(const overage_event&, const overage_event&) = default;
};

// What is available fell below the level (R10.6).
struct low_balance_event {
  credits level;
  credits available;
  friend bool operator==(const low_balance_event&, const low_balance_event&) = default;
};

// Why a recharge that is needed is not made for now (R10.4, R10.5).
enum class recharge_wait : std::uint8_t { broken, back_off, cooldown, max_per_period, max_spend_per_period };

// Auto-recharge waits, and says so once (R10.5).
struct recharge_waits_event {
  recharge_wait why = recharge_wait::cooldown;
  instant until = instant::never();  // never: until somebody does something
  friend bool operator==(const recharge_waits_event&, const recharge_waits_event&) = default;
};

// The answer to an expectation: figures as they stand at the end of the instant (R2.4 I).
struct figures_event {
  std::uint32_t expectation = 0;
  agent_index agent = no_agent;
  figures account;
  credits agent_spent;         // in the usage period, if an agent is named (R5.3)
  credits agent_held;          // in its open holds, whenever they were placed (R5.3)
  bool agent_stopped = false;  // R5.2
  bool suspended = false;      // debt of a chargeback is not paid (R9.6)
  subscription_figures subscription{};
  friend bool operator==(const figures_event&, const figures_event&) = default;
};

using event_body =
    std::variant<usage_event, lot_event, lot_end_event, command_event, charge_event, heard_event,
                 recharge_failed_event, recharge_off_event, figures_event, hold_event, capture_event,
                 release_event, debt_paid_event, debt_dropped_event, adjust_event, revoke_event, refill_event,
                 low_balance_event, recharge_waits_event, carry_event, subscription_event, refund_event,
                 payment_refund_event, chargeback_event, invoice_event, estimate_event, quote_event,
                 overage_event>;

struct event {
  instant at;
  event_body body;
  friend bool operator==(const event&, const event&) = default;
};

}  // namespace drawdown
