// Every setting that is built, as data: a rule that varies between billing systems is a value here, never a
// branch written for one product (R15). The table of their names is in table.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/time/calendar.hpp"
#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown {

// What a lot of credit is (R3.2). The order is the order of reports.
enum class lot_kind : std::uint8_t { free, plan, addon, adjustment, paid };
inline constexpr std::size_t lot_kinds = 5;

// What two lots are compared by, to decide which is burned first (R3.3).
// GCC 12 takes a scoped enumerator for a shadow of the type `lot_id`, if that is declared before it.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
enum class burn_by : std::uint8_t {
  priority,         // the lot's priority number
  expires,          // its expiry; a lot that never expires has none
  effective,        // when it became spendable
  created,          // when it was granted, even where it became effective later
  kind,             // free, plan, addon, adjustment, paid in this order
  cost_per_credit,  // money paid per credit granted; free credit has none
  lot_id,           // the order in which the lots were made
};
#pragma GCC diagnostic pop

// What an expiry is cut to before it is compared: two lots that expire in the same minute may count as a tie.
enum class expiry_grain : std::uint8_t { microsecond, second, minute, day };

// One key of the burn-down order: by what, in which direction, and where a lot stands that has none.
struct burn_key {
  burn_by by = burn_by::lot_id;
  bool descending = false;
  bool none_first = false;
  expiry_grain grain = expiry_grain::microsecond;  // for `expires` alone
  friend bool operator==(const burn_key&, const burn_key&) = default;
};

// What auto-recharge looks at (R10.2).
enum class recharge_watch : std::uint8_t { available, wallet };
// When the watched figure is low: `<` or `<=` the threshold (R10.2).
enum class recharge_trigger : std::uint8_t { below, at_or_below };
// How far the bounds of top-ups hold for recharges (R10.2).
enum class recharge_limits : std::uint8_t { apply, minimum_only, ignore };

// Where credit goes that a hold gives back to a lot that ended or began anew (R3.7).
enum class released_credit : std::uint8_t {
  lost,       // the way that the rest of the lot went
  successor,  // to what took the lot's place, where something did
};

// What becomes of a debit beyond the usable credit (R4.5).
enum class short_of_credit : std::uint8_t {
  refuse,
  carry,    // the excess becomes debt
  cap,      // the excess is forgiven
  invoice,  // the excess is paid in money, with the next charge
};

// Which rate a purchase in money has (R9.1).
enum class rate_time : std::uint8_t {
  request,  // the one in force when it is asked for
  payment,  // the one in force when it is paid
};

// What becomes of a capture beyond its hold (R6.2).
enum class overrun : std::uint8_t {
  refuse,
  debit,  // the hold is captured whole, the excess is a debit of its own
};

// What follows a recharge that failed (R10.4).
enum class failure_policy : std::uint8_t {
  retry,        // the same payment is tried again after each of some delays; then recharging is switched off
  back_off,     // no new recharge for a while
  break_after,  // so many failures in a row end recharging until another payment method is set
};

// When lots whose expiry is over are swept away (R2.1): at once, at a minute of every hour, or so long after.
struct expiry_sweep {
  enum class when : std::uint8_t { none, minute, delay };
  when at = when::none;
  std::uint32_t minute = 0;  // of the hour in UTC, below 60
  duration delay;
  friend bool operator==(const expiry_sweep&, const expiry_sweep&) = default;
};

// When the allocation of the next cycle is granted (R8.2).
enum class renewal_grant : std::uint8_t { on_payment, at_boundary };
// What an upgrade grants (R8.7).
enum class change_allocation : std::uint8_t {
  prorated_delta,  // the difference of the allocations, times the part of the cycle that is left
  full_delta,      // the whole difference
  replace,         // the present allocation ends, a whole new one is granted
};
// In what the part of a cycle that is left is counted (R8.7).
enum class proration : std::uint8_t { exact, days };
// What is given back for a cycle that is cut short by a cancel at once (R8.6).
enum class cancel_refund : std::uint8_t { none, prorated };
// The period in which tiers, limits and recharge caps count (R2.6).
enum class usage_period : std::uint8_t { cycle, calendar_month };

// The effective settings of a run. Defaults are those of the rule-book `default`.
struct settings {
  std::int32_t credit_decimals = 6;               // R1.1: grants and prices are rounded to so many places
  rounding grant_rounding = rounding::down;       // R1.4: credits granted for money
  rounding money_rounding = rounding::half_even;  // R1.4: money charged
  rounding usage_rounding = rounding::up;         // R1.4: credits charged for usage
  month_end month_end_rule = month_end::clamp;    // R2.2
  std::vector<burn_key> burn_down = {             // R3.3; a tie that the keys leave goes to the lower lot id
      {burn_by::priority},
      {burn_by::expires},
      {burn_by::effective},
      {burn_by::lot_id}};
  std::array<std::int32_t, lot_kinds> priorities = {10, 20, 30, 40, 50};  // R3.3, by kind
  released_credit released_from_ended = released_credit::lost;            // R3.7
  bool preserve_overage = true;                                           // R3.10: a reset keeps debt
  duration key_window = duration::days(7);               // R4.3: how long a usage key is remembered
  bool requires_positive_balance = false;                // R4.4: for meters that do not say it themselves
  short_of_credit when_short = short_of_credit::refuse;  // R4.5
  std::optional<credits> overdraft;                      // R4.5: how far debt may go; nothing: no bound
  std::array<bool, lot_kinds> debt_paid_by = {true, true, true, true, true};  // R4.6, by kind
  bool top_up_ends_stop = true;                                               // R5.2
  overrun capture_overrun = overrun::refuse;                                  // R6.2
  duration hold_ttl = duration::days(7);               // R6.3: for holds that do not say it themselves
  recharge_watch watch = recharge_watch::available;    // R10.2: for recharges that do not say it themselves
  recharge_trigger trigger = recharge_trigger::below;  // R10.2
  bool count_pending = false;                          // R10.2
  recharge_limits limits = recharge_limits::apply;     // R10.2
  failure_policy on_failure = failure_policy::retry;   // R10.4
  std::vector<duration> retry = {duration::hours(1), duration::hours(6), duration::hours(24)};  // R10.4
  duration back_off = duration::hours(1);       // R10.4: where `on_failure` is `back_off`
  std::uint32_t break_after = 1;                // R10.4: where `on_failure` is `break_after`
  bool wake = true;                             // R10.4: recharging is looked at when a wait ends
  std::optional<std::uint32_t> max_per_period;  // R10.5: for recharges that do not say it themselves
  duration cooldown;                            // R10.5; zero: none
  usage_period period = usage_period::cycle;    // R2.6
  renewal_grant renewal_grants = renewal_grant::on_payment;                                   // R8.2
  std::vector<duration> dunning = {duration::days(1), duration::days(3), duration::days(7)};  // R8.3
  cancel_refund on_cancel = cancel_refund::none;                                              // R8.6
  proration proration_base = proration::exact;                                                // R8.7
  change_allocation allocation_on_change = change_allocation::prorated_delta;                 // R8.7
  rate_time rate_fixed_at = rate_time::request;                                               // R9.1
  std::optional<duration> regrant_refunds;       // R9.7: `refund_expired`; nothing: `expire`
  duration refund_window = duration::days(400);  // R9.7
  bool expiry_inclusive = false;                 // R2.1: a lot may still be used at the instant of its expiry
  expiry_sweep sweep;                            // R2.1
  duration late_usage_grace = duration::hours(24);  // R2.5
  std::uint32_t expected_breakage = 0;  // R13.2: `breakage`, in millionths of each lot; 0: at expiry

  friend bool operator==(const settings&, const settings&) = default;
};

}  // namespace drawdown
