// Events of every kind, drawn: any values in any field, held together only by what the encoding promises to
// keep.
#pragma once

#include <optional>
#include <vector>

#include <rapidcheck.h>

#include "engine/world/event.hpp"

namespace drawdown::test {

inline credits any_credits() {
  return credits::from_micro(*rc::gen::arbitrary<std::int64_t>());
}
inline money any_money() {
  return money::from_minor(*rc::gen::arbitrary<std::int64_t>());
}
inline instant any_instant() {
  return instant::from_us(*rc::gen::arbitrary<std::int64_t>());
}
template <class Number>
Number any_number() {
  return *rc::gen::arbitrary<Number>();
}
// One of the first `count` values of an enumeration.
template <class Enum>
Enum any_of_first(int count) {
  return static_cast<Enum>(*rc::gen::inRange(0, count));
}
inline outcome any_outcome() {
  return any_of_first<outcome>(static_cast<int>(outcomes));
}
inline effect_key any_key() {
  return {any_of_first<effect_key::space>(7), any_number<std::uint32_t>(), any_number<std::uint64_t>()};
}
inline figures any_figures() {
  figures drawn;
  for (credits& left : drawn.left) left = any_credits();
  drawn.held = any_credits();
  drawn.debt = any_credits();
  drawn.invoiced = any_credits();
  return drawn;
}

template <class Draw>
auto perhaps(Draw draw) -> std::optional<decltype(draw())> {
  return any_number<bool>() ? std::optional(draw()) : std::nullopt;
}
inline std::vector<slice> any_slices() {
  std::vector<slice> drawn(static_cast<std::size_t>(*rc::gen::inRange(0, 5)));
  for (slice& s : drawn)
    s = {any_number<lot_id>(), credits::from_micro(*rc::gen::inRange<std::int64_t>(1, 1'000'000))};
  return drawn;
}
inline std::vector<released_slice> any_released() {
  std::vector<released_slice> drawn(static_cast<std::size_t>(*rc::gen::inRange(0, 4)));
  for (released_slice& s : drawn) s = {any_number<lot_id>(), any_credits(), any_of_first<released_to>(3)};
  return drawn;
}
inline std::vector<refunded_slice> any_refunded() {
  std::vector<refunded_slice> drawn(static_cast<std::size_t>(*rc::gen::inRange(0, 4)));
  for (refunded_slice& s : drawn) s = {any_number<lot_id>(), any_credits(), any_of_first<refunded_to>(5)};
  return drawn;
}
inline subscription_figures any_subscription() {
  subscription_figures drawn;
  drawn.state = any_of_first<subscription_state>(5);
  drawn.plan = any_number<plan_index>();
  drawn.renews = any_instant();
  drawn.cancels = any_number<bool>();
  drawn.next_plan = any_number<plan_index>();
  drawn.units = *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::arbitrary<std::uint32_t>());
  drawn.users = *rc::gen::container<std::vector<user_index>>(rc::gen::arbitrary<user_index>());
  return drawn;
}
inline span_of_time any_span() {
  if (any_number<bool>()) return duration::from_us(any_number<std::int64_t>());
  return calendar_span{any_number<std::int32_t>(), any_of_first<calendar_unit>(4)};
}
inline restriction any_restriction() {
  return {*rc::gen::container<std::vector<meter_index>>(rc::gen::arbitrary<meter_index>()),
          any_number<user_index>()};
}

// The slices of a usage add up to what lots paid of its amount, where there are any.
inline usage_event any_usage() {
  usage_event drawn;
  drawn.key = any_key();
  drawn.agent = any_number<std::uint32_t>();
  drawn.meter = any_number<std::uint16_t>();
  drawn.quantity = any_number<std::int64_t>();
  drawn.result = any_outcome();
  drawn.repeated = any_number<bool>();
  drawn.amount = any_credits();
  drawn.balance = any_credits();
  if (any_number<bool>()) drawn.user = any_number<user_index>();
  if (any_number<bool>()) drawn.group = any_number<group_index>();
  if (any_number<bool>()) drawn.times = any_number<std::int64_t>();
  if (any_number<bool>()) drawn.value = any_number<value_index>();
  if (any_number<bool>()) drawn.occurred_at = any_instant();
  if (any_number<bool>()) drawn.version = any_number<std::uint16_t>();
  if (any_number<bool>()) drawn.uncharged = any_number<std::int64_t>();
  drawn.slices = any_slices();
  if (drawn.slices.empty()) return drawn;
  const auto unpaid = rc::gen::inRange<std::int64_t>(0, 1'000'000);
  if (any_number<bool>()) drawn.debt = credits::from_micro(*unpaid);
  if (any_number<bool>()) drawn.forgiven = credits::from_micro(*unpaid);
  if (any_number<bool>()) drawn.invoiced = credits::from_micro(*unpaid);
  drawn.amount = drawn.debt + drawn.forgiven + drawn.invoiced;
  for (const slice& s : drawn.slices) drawn.amount += s.amount;
  return drawn;
}

inline lot_event any_lot() {
  return {.lot = any_number<lot_id>(),
          .kind = any_of_first<lot_kind>(static_cast<int>(lot_kinds)),
          .result = any_outcome(),
          .amount = any_credits(),
          .created = any_instant(),
          .effective = any_instant(),
          .expires = any_instant(),
          .priority = any_number<std::int32_t>(),
          .cost = any_money(),
          .payment = any_number<payment_id>(),
          .key = any_key(),
          .balance = any_credits(),
          .only = any_restriction(),
          .recurs = perhaps([] {
            return recurrence{any_span(), perhaps(any_instant)};
          }),
          .rollover = perhaps([] {
            return rollover_terms{perhaps(any_credits), any_credits()};
          }),
          .ends = any_instant(),
          .of_cycle = any_number<bool>()};
}

inline hold_event any_hold() {
  return {.key = any_key(),
          .agent = any_number<agent_index>(),
          .user = any_number<user_index>(),
          .group = any_number<group_index>(),
          .meter = any_number<meter_index>(),
          .quantity = any_number<std::int64_t>(),
          .result = any_outcome(),
          .repeated = any_number<bool>(),
          .amount = any_credits(),
          .runs_out = any_instant(),
          .balance = any_credits(),
          .slices = any_slices(),
          .times = any_number<std::int64_t>(),
          .value = any_number<value_index>()};
}

inline capture_event any_capture() {
  return {.key = any_key(),
          .hold = any_key(),
          .agent = any_number<agent_index>(),
          .user = any_number<user_index>(),
          .group = any_number<group_index>(),
          .meter = any_number<meter_index>(),
          .quantity = any_number<std::int64_t>(),
          .result = any_outcome(),
          .repeated = any_number<bool>(),
          .amount = any_credits(),
          .balance = any_credits(),
          .open = any_number<bool>(),
          .slices = any_slices(),
          .released = any_released(),
          .times = any_number<std::int64_t>(),
          .value = any_number<value_index>()};
}

inline release_event any_release() {
  return {.key = any_key(),
          .hold = any_key(),
          .agent = any_number<agent_index>(),
          .ran_out = any_number<bool>(),
          .result = any_outcome(),
          .repeated = any_number<bool>(),
          .amount = any_credits(),
          .balance = any_credits(),
          .released = any_released()};
}

inline charge_event any_charge() {
  return {.payment = any_number<payment_id>(),
          .key = any_key(),
          .attempt = any_number<std::uint32_t>(),
          .of = any_of_first<payment_for>(8),
          .gateway = any_number<std::uint16_t>(),
          .amount = any_money(),
          .brings = any_credits()};
}

inline heard_event any_heard() {
  return {.payment = any_number<payment_id>(),
          .key = any_key(),
          .attempt = any_number<std::uint32_t>(),
          .is_answer = any_number<bool>(),
          .by_hand = any_number<bool>(),
          .answer = any_of_first<payment_answer>(3),
          .reason = any_number<std::uint16_t>(),
          .effect = any_of_first<notice_effect>(6)};
}

inline figures_event any_answer() {
  return {.expectation = any_number<std::uint32_t>(),
          .agent = any_number<agent_index>(),
          .account = any_figures(),
          .agent_spent = any_credits(),
          .agent_held = any_credits(),
          .agent_stopped = any_number<bool>(),
          .suspended = any_number<bool>(),
          .subscription = any_subscription()};
}

inline refund_event any_refund() {
  return {.key = any_key(),
          .debit = any_key(),
          .agent = any_number<agent_index>(),
          .user = any_number<user_index>(),
          .group = any_number<group_index>(),
          .meter = any_number<meter_index>(),
          .result = any_outcome(),
          .repeated = any_number<bool>(),
          .amount = any_credits(),
          .debt = any_credits(),
          .balance = any_credits(),
          .slices = any_refunded()};
}

inline chargeback_event any_chargeback() {
  return {.key = any_key(),
          .payment = any_key(),
          .id = any_number<payment_id>(),
          .is_won = any_number<bool>(),
          .amount = any_money(),
          .debt = any_credits(),
          .slices = any_slices(),
          .balance = any_credits()};
}

inline invoice_event any_invoice() {
  return {.of = any_of_first<invoice_event::what>(5),
          .key = any_key(),
          .invoice = any_key(),
          .payment = any_number<payment_id>(),
          .why = any_of_first<payment_for>(8),
          .amount = any_money(),
          .open = any_money(),
          .brings = any_credits(),
          .due = any_instant()};
}

inline estimate_event any_estimate() {
  return {.key = any_key(),
          .agent = any_number<agent_index>(),
          .total = any_credits(),
          .available = any_credits(),
          .after = any_credits(),
          .missing = any_credits(),
          .offer = any_money(),
          .brings = any_credits()};
}

// One of the alternatives that a name of their own stands for above; nothing for the others.
inline std::optional<event_body> any_large_body(std::size_t alternative) {
  switch (alternative) {
    case 0:
      return any_usage();
    case 1:
      return any_lot();
    case 4:
      return any_charge();
    case 5:
      return any_heard();
    case 8:
      return any_answer();
    case 9:
      return any_hold();
    case 10:
      return any_capture();
    case 11:
      return any_release();
    case 21:
      return any_refund();
    case 23:
      return any_chargeback();
    case 24:
      return any_invoice();
    case 25:
      return any_estimate();
    default:
      return std::nullopt;
  }
}

inline event_body any_body_of(std::size_t alternative) {
  if (auto large = any_large_body(alternative)) return *large;
  switch (alternative) {
    case 2:
      return lot_end_event{any_number<lot_id>(), any_credits(), any_credits()};
    case 3:
      return command_event{any_key(), any_of_first<command_event::what>(23), any_outcome(),
                           any_number<bool>()};
    case 6:
      return recharge_failed_event{any_number<payment_id>(), any_number<bool>(), any_number<std::uint16_t>(),
                                   any_outcome()};
    case 7:
      return recharge_off_event{any_number<payment_id>()};
    case 12:
      return debt_paid_event{any_number<debt_id>(), any_key(),     any_number<agent_index>(),
                             any_credits(),         any_credits(), any_credits(),
                             any_slices()};
    case 13:
      return debt_dropped_event{any_credits()};
    case 14:
      return adjust_event{any_key(), any_credits(), any_credits(), any_credits(), any_slices()};
    case 15:
      return revoke_event{any_key(), any_key(), any_number<lot_id>(), any_credits(), any_credits()};
    case 16:
      return refill_event{any_number<lot_id>(), any_of_first<refill_event::why>(2), any_credits(),
                          any_credits(), any_credits()};
    case 17:
      return low_balance_event{any_credits(), any_credits()};
    case 18:
      return recharge_waits_event{any_of_first<recharge_wait>(5), any_instant()};
    case 19:
      return carry_event{any_number<lot_id>(), any_credits(), any_credits(),
                         any_instant(),        any_credits(), any_credits()};
    case 20:
      return subscription_event{any_of_first<subscription_event::what>(9), any_number<payment_id>(),
                                any_subscription()};
    case 22:
      return payment_refund_event{any_key(),   any_key(),    any_number<payment_id>(),
                                  any_money(), any_slices(), any_credits()};
    case 26:
      return quote_event{any_key(), any_money(), any_credits(), any_money(), any_instant()};
    case 27:
      return overage_event{any_number<payment_id>(), any_key(), any_credits()};
    default:
      throw defect("an alternative that is not drawn");
  }
}

inline event_body any_body() {
  const auto alternative = *rc::gen::inRange<std::size_t>(0, std::variant_size_v<event_body>);
  event_body drawn = any_body_of(alternative);
  ensure(drawn.index() == alternative, "the alternatives are drawn under their numbers");
  return drawn;
}

inline rc::Gen<std::vector<event>> any_events() {
  return rc::gen::container<std::vector<event>>(rc::gen::exec([] {
    return event{any_instant(), any_body()};
  }));
}

}  // namespace drawdown::test

namespace drawdown {
// How rapidcheck shows an event of a failed property.
inline void showValue(const event& e, std::ostream& out) {
  out << "event of alternative " << e.body.index() << " at " << e.at.us() << " us";
}
}  // namespace drawdown
