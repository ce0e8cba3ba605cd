// The steps of a timeline: what somebody does with an account, and its usage (R2.4 G, R4–R11).
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/catalog/catalog.hpp"
#include "engine/settings/settings.hpp"
#include "engine/time/calendar.hpp"
#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/world/names.hpp"
#include "engine/world/outcome.hpp"

namespace drawdown {

// Where a stimulus stands among those of its instant (R2.4 G, H, I): steps of the timeline in file order,
// then rows of files by file and line, then what populations do by agent and sequence, then expectations.
struct turn_order {
  enum class phase : std::uint8_t { timeline, file, population, expectation };
  instant at;
  phase in = phase::timeline;
  std::uint32_t rank = 0;    // the position of the file, or the agent of a population
  std::uint64_t number = 0;  // ordinal of the step, line of the file, or the agent's sequence
  friend auto operator<=>(const turn_order&, const turn_order&) = default;
};

// One activity to be charged. The quantity is in millionths of the meter's unit, or microseconds (R7.1),
// never negative (R4.2).
struct usage {
  turn_order order;
  effect_key key;
  std::int64_t quantity = 0;
  agent_index agent = no_agent;
  meter_index meter = 0;
  user_index user = no_user;               // on whose behalf: lots of this user may pay it (R3.8)
  group_index group = no_group;            // that it is counted under (R5.5)
  std::int64_t times = 1;                  // what the quantity is multiplied by (R7.1); above zero
  value_index value = no_value;            // of the attribute that the price goes by (R7.2)
  instant occurred_at = instant::never();  // R2.5; never: when it arrives
  friend bool operator==(const usage&, const usage&) = default;
};

// So much money, or so much credit: a top-up may be asked for in either (R9.1).
using asked_amount = std::variant<money, credits>;

// When something is: at an instant, or so long after what it counts from (R2.7).
using moment = std::variant<instant, span_of_time>;

// What an agent does when the plan credit is used up, or its limit is reached (R5.2, R5.3).
enum class when_exhausted : std::uint8_t { use_balance, stop };

// What a card answers to one attempt (R10.1).
enum class card_answer : std::uint8_t { ok, declines };

// A way to pay. The n-th attempt on it gets the n-th answer of `card`, the last one repeats; without a script
// the gateway's probability decides (R10.1). Attempts are counted by `fingerprint`, over all payments of the
// account.
struct payment_method {
  gateway_index gateway = 0;
  std::uint32_t fingerprint = 0;  // position in world::fingerprints
  std::vector<card_answer> card;
  friend bool operator==(const payment_method&, const payment_method&) = default;
};

// The terms of auto-recharge (R10.2). Exactly one of `amount`, `target` and `pack` says how much is bought;
// beside `amount`, `pack` rounds it up to whole packs, and both are then in money or both in credits.
struct recharge_terms {
  recharge_watch watch = recharge_watch::available;
  recharge_trigger trigger = recharge_trigger::below;
  credits threshold;
  std::optional<asked_amount> amount;
  std::optional<credits> target;
  std::optional<asked_amount> pack;
  bool count_pending = false;
  recharge_limits limits = recharge_limits::apply;
  std::optional<std::uint32_t> max_per_period;  // R10.5: recharges in a usage period
  std::optional<money> max_spend_per_period;    // R10.5
  duration cooldown;                            // R10.5: after a recharge was begun; zero: none
  friend bool operator==(const recharge_terms&, const recharge_terms&) = default;
};

// Somebody asks for a top-up (R9.1).
struct top_up_command {
  asked_amount amount;
  friend bool operator==(const top_up_command&, const top_up_command&) = default;
};

// What may pay with a lot, or be paid by it: usage of these meters alone, of this user alone (R3.8).
struct restriction {
  std::vector<meter_index> meters;  // ascending; empty: any usage
  user_index user = no_user;        // whose lot it is; nobody's: any user's usage

  bool is_none() const { return meters.empty() && user == no_user; }
  friend bool operator==(const restriction&, const restriction&) = default;
};

// A grant that comes again (R3.9): at each boundary after it became effective, counted from the anchor.
struct recurrence {
  span_of_time every;
  std::optional<instant> anchor;  // nothing: when the lot becomes effective
  friend bool operator==(const recurrence&, const recurrence&) = default;
};

// What a reset leaves of a lot: `min(max, max(left, min))` (R3.10).
struct rollover_terms {
  std::optional<credits> max;  // nothing: no bound
  credits min;
  friend bool operator==(const rollover_terms&, const rollover_terms&) = default;
};

// A lot is given (R3.1, R3.5). `effective` counts from the step, `expires` from when the lot becomes
// effective.
struct grant_command {
  lot_kind kind = lot_kind::free;
  credits amount;
  std::optional<moment> effective = {};  // nothing: at once
  std::optional<moment> expires = {};    // nothing: never
  std::optional<std::int32_t> priority = {};
  money cost = {};  // money that was paid for it elsewhere; zero for free credit
  restriction only = {};
  std::optional<recurrence> recurs = {};
  std::optional<rollover_terms> rollover = {};
  friend bool operator==(const grant_command&, const grant_command&) = default;
};

// Changes how one agent spends (R5.2–R5.4). What is not given stays.
struct set_agent_command {
  agent_index agent = 0;
  std::optional<when_exhausted> policy;
  std::optional<std::optional<credits>> monthly_limit;  // an inner nothing removes the limit
  friend bool operator==(const set_agent_command&, const set_agent_command&) = default;
};

// Changes how the account pays and recharges (R10). What is not given stays.
struct set_account_command {
  std::optional<std::vector<payment_method>> payment_methods;  // the first is the default
  std::optional<std::optional<recharge_terms>> auto_recharge;  // an inner nothing switches it off
  std::optional<std::optional<credits>> low_balance;           // R10.6; an inner nothing: no notice
  friend bool operator==(const set_account_command&, const set_account_command&) = default;
};

// Credit is reserved (R6.1): an amount, or what a quantity of the meter costs. Where only an amount is given,
// the meter says what it is for, if anything does.
struct hold_command {
  agent_index agent = no_agent;
  user_index user = no_user;
  group_index group = no_group;
  meter_index meter = no_meter;
  std::optional<std::int64_t> quantity;  // of the meter; then the amount is unused
  credits amount;
  std::optional<span_of_time> ttl;  // nothing: the setting
  std::int64_t times = 1;           // of the quantity
  value_index value = no_value;     // of the meter's attribute
  friend bool operator==(const hold_command&, const hold_command&) = default;
};

// So much of a meter as is captured of a hold (R6.2).
struct metered_quantity {
  meter_index meter = 0;
  std::int64_t quantity = 0;
  std::int64_t times = 1;
  value_index value = no_value;
  friend bool operator==(const metered_quantity&, const metered_quantity&) = default;
};
// All that is held.
struct whole_hold {
  friend bool operator==(const whole_hold&, const whole_hold&) = default;
};

// Takes held credit (R6.2).
struct capture_command {
  effect_key hold;
  std::variant<credits, metered_quantity, whole_hold> amount;
  bool keep_rest = false;
  friend bool operator==(const capture_command&, const capture_command&) = default;
};

// Gives back all that is held (R6.3).
struct void_command {
  effect_key hold;
  friend bool operator==(const void_command&, const void_command&) = default;
};

// Takes back what is left of a grant (R3.11).
struct revoke_command {
  effect_key grant;
  friend bool operator==(const revoke_command&, const revoke_command&) = default;
};

// An operator's correction (R3.11): a positive amount is a lot, a negative one is taken.
struct adjust_command {
  credits amount;          // never zero
  bool into_debt = false;  // a negative one may go beyond what is available
  friend bool operator==(const adjust_command&, const adjust_command&) = default;
};

// Does by hand what the turn of the usage period does (R3.10).
struct reset_command {
  friend bool operator==(const reset_command&, const reset_command&) = default;
};

// A notice of a gateway, delivered by hand (R9.4): doubled, late, or for a payment that never was.
struct notice_command {
  effect_key payment;                    // the key of the top-up, or of the n-th recharge
  std::optional<std::uint32_t> attempt;  // from 1; nothing: the latest
  payment_answer answer = payment_answer::succeeded;
  friend bool operator==(const notice_command&, const notice_command&) = default;
};

// An actor dies at this instant. Nothing else may differ for it (the ledgers never see it).
struct crash_command {
  enum class whom : std::uint8_t { account, agent, gateway, auditor };
  whom target = whom::account;
  std::uint32_t index = 0;  // the agent or gateway
  friend bool operator==(const crash_command&, const crash_command&) = default;
};

// A question about the account: its figures, and those of one agent if it is named. What was expected stands
// in world::expectations at `expectation`; the ledgers only answer, the verdict is passed after the run.
struct expect_command {
  agent_index agent = no_agent;
  std::uint32_t expectation = 0;
  friend bool operator==(const expect_command&, const expect_command&) = default;
};

// A plan is subscribed to (R8.1).
struct subscribe_command {
  plan_index plan = 0;
  std::optional<instant> anchor = {};  // of its cycles (R2.2); nothing: the instant of subscribing
  friend bool operator==(const subscribe_command&, const subscribe_command&) = default;
};

// The subscription goes to another plan (R8.7).
struct change_plan_command {
  plan_index plan = 0;
  bool prorate = true;   // else the whole differences are due and granted
  bool restart = false;  // a new cycle begins, also where the lengths are equal
  friend bool operator==(const change_plan_command&, const change_plan_command&) = default;
};

// The subscription ends, with its period or at once (R8.6).
struct cancel_command {
  bool at_once = false;
  friend bool operator==(const cancel_command&, const cancel_command&) = default;
};

// Undoes a cancel that has not acted yet (R8.6).
struct resume_command {
  friend bool operator==(const resume_command&, const resume_command&) = default;
};

// So many units of an add-on from now on (R8.4).
struct add_on_command {
  add_on_index add_on = 0;
  std::uint32_t units = 0;
  friend bool operator==(const add_on_command&, const add_on_command&) = default;
};

// A user joins the account, or leaves it with the cycle (R8.8).
struct seat_command {
  user_index user = 0;
  bool joins = true;
  friend bool operator==(const seat_command&, const seat_command&) = default;
};

// A usage or a capture is given back, or a part of it (R9.7).
struct refund_command {
  effect_key debit;
  std::optional<credits> amount = {};  // nothing: all that was not given back yet
  friend bool operator==(const refund_command&, const refund_command&) = default;
};

// What is left of a payment's credit goes, for its money; or a part of that (R9.5).
struct refund_payment_command {
  effect_key payment;
  std::optional<credits> amount = {};  // nothing: all that is left and not held
  friend bool operator==(const refund_payment_command&, const refund_payment_command&) = default;
};

// The customer's bank takes a payment back, or gives it back again (R9.6).
struct chargeback_command {
  effect_key payment;
  bool is_won = false;  // the dispute is won: what was taken comes back
  friend bool operator==(const chargeback_command&, const chargeback_command&) = default;
};

// Somebody looks at the organization's usage (R11.1).
struct view_usage_command {
  friend bool operator==(const view_usage_command&, const view_usage_command&) = default;
};

// An invoice for a top-up is asked for (R9.3).
struct invoice_command {
  asked_amount amount;
  friend bool operator==(const invoice_command&, const invoice_command&) = default;
};

// An invoice is paid, or a part of it (R9.3).
struct pay_invoice_command {
  effect_key invoice;                // the key of what it is for
  std::optional<money> amount = {};  // nothing: all that is open
  friend bool operator==(const pay_invoice_command&, const pay_invoice_command&) = default;
};

// An invoice is voided: what was paid of it is given back (R9.3).
struct void_invoice_command {
  effect_key invoice;
  friend bool operator==(const void_invoice_command&, const void_invoice_command&) = default;
};

// What planned activities of an agent would cost (R7.4). Nothing changes.
struct estimate_command {
  agent_index agent = no_agent;
  std::vector<metered_quantity> activities;
  friend bool operator==(const estimate_command&, const estimate_command&) = default;
};

// What a change of units, seats or plan would cost (R7.4). Nothing changes.
struct quote_command {
  std::variant<add_on_command, seat_command, change_plan_command> change;
  friend bool operator==(const quote_command&, const quote_command&) = default;
};

using command_body =
    std::variant<usage, top_up_command, grant_command, set_agent_command, set_account_command, notice_command,
                 crash_command, expect_command, hold_command, capture_command, void_command, revoke_command,
                 adjust_command, reset_command, subscribe_command, change_plan_command, cancel_command,
                 resume_command, add_on_command, seat_command, refund_command, refund_payment_command,
                 chargeback_command, view_usage_command, invoice_command, pay_invoice_command,
                 void_invoice_command, estimate_command, quote_command>;

// One step of the timeline that is not an agent's usage. A `usage` here is one without an agent.
struct command {
  turn_order order;
  effect_key key;  // of crash and expect: meaningless
  source_place place;
  command_body body;
  user_index by = no_user;  // who acts, where the scenario says it (R11.2)
};

}  // namespace drawdown
