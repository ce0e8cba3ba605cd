// Events of every kind, drawn: any values in any field, held together only by what the encoding promises to
// keep.
#pragma once

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
  return {any_of_first<effect_key::space>(4), any_number<std::uint32_t>(), any_number<std::uint64_t>()};
}
inline figures any_figures() {
  figures drawn;
  for (credits& left : drawn.left) left = any_credits();
  drawn.held = any_credits();
  drawn.debt = any_credits();
  return drawn;
}

// The slices of a usage add up to its amount, where there are any.
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
  const int slices = *rc::gen::inRange(0, 5);
  for (int i = 0; i < slices; ++i)
    drawn.slices.push_back(
        {any_number<lot_id>(), credits::from_micro(*rc::gen::inRange<std::int64_t>(1, 1'000'000))});
  if (!drawn.slices.empty()) drawn.amount = credits{};
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
          .balance = any_credits()};
}

inline charge_event any_charge() {
  return {.payment = any_number<payment_id>(),
          .key = any_key(),
          .attempt = any_number<std::uint32_t>(),
          .recharge = any_number<bool>(),
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

inline event_body any_body() {
  switch (*rc::gen::inRange<std::size_t>(0, std::variant_size_v<event_body>)) {
    case 0:
      return any_usage();
    case 1:
      return any_lot();
    case 2:
      return lot_end_event{any_number<lot_id>(), any_credits(), any_credits()};
    case 3:
      return command_event{any_key(), any_of_first<command_event::what>(3), any_outcome(),
                           any_number<bool>()};
    case 4:
      return any_charge();
    case 5:
      return any_heard();
    case 6:
      return recharge_failed_event{any_number<payment_id>(), any_number<bool>(), any_number<std::uint16_t>(),
                                   any_outcome()};
    case 7:
      return recharge_off_event{any_number<payment_id>()};
    default:
      return figures_event{any_number<std::uint32_t>(), any_number<agent_index>(), any_figures(),
                           any_credits(), any_number<bool>()};
  }
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
