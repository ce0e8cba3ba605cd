// Random worlds for properties: one account with agents of every policy, and many things that fall on the
// same instants. What is drawn shrinks to a short list of moves.
#pragma once

#include <cstdint>
#include <vector>

#include <rapidcheck.h>

#include "scripted_gateway.hpp"
#include "world_builder.hpp"

namespace drawdown::test {

// One thing that happens: in which slot of the run, what, and two numbers that say how.
struct move {
  std::uint32_t slot = 0;
  std::uint32_t kind = 0;
  std::uint32_t first = 0;
  std::uint32_t second = 0;
};

// What a random world is made from.
struct recipe {
  std::vector<move> moves;
  std::uint32_t settings_draw = 0;
  std::uint32_t recharge_draw = 0;
  std::uint32_t gateway_draw = 0;
};

inline void showValue(const recipe& r, std::ostream& out) {
  out << "settings " << r.settings_draw << ", recharge " << r.recharge_draw << ", gateway " << r.gateway_draw;
  for (const move& m : r.moves)
    out << "\n  slot " << m.slot << " kind " << m.kind << ": " << m.first << ", " << m.second;
}

inline constexpr std::uint32_t slots = 360;  // of six hours; every other slot begins a microsecond later

// Slots are the midnights and noons at which lots end, months turn and retries fall due, and the microseconds
// after.
inline instant instant_of_slot(std::uint32_t slot) {
  const instant on_grid = when("2026-01-01") + duration::hours(12 * std::int64_t{slot / 2});
  return slot % 2 == 0 ? on_grid : on_grid.next();
}

inline rc::Gen<recipe> any_recipe() {
  using rc::gen::inRange;
  const auto any_move =
      rc::gen::construct<move>(inRange(0U, slots), inRange(0U, 16U), inRange(0U, 1000U), inRange(0U, 1000U));
  return rc::gen::construct<recipe>(rc::gen::container<std::vector<move>>(any_move), inRange(0U, 5000U),
                                    inRange(0U, 5000U), inRange(0U, 1000U));
}

inline std::vector<burn_key> order_of(std::uint32_t draw) {
  static const std::vector<std::vector<burn_key>> orders = {
      settings{}.burn_down,
      {{burn_by::expires, false, true, expiry_grain::day}, {burn_by::cost_per_credit}},
      {{burn_by::kind, true}, {burn_by::effective, true}},
      {{burn_by::cost_per_credit, true, true}, {burn_by::created}, {burn_by::lot_id, true}},
      {}};
  return orders[draw % orders.size()];
}

inline void apply_settings(world_builder& w, std::uint32_t draw) {
  settings& s = w.settings();
  s.burn_down = order_of(draw);
  s.top_up_ends_stop = draw / 5 % 2 == 0;
  s.requires_positive_balance = draw / 10 % 5 == 0;
  s.credit_decimals = draw / 50 % 3 == 0 ? 2 : 6;
  s.key_window = draw / 150 % 2 == 0 ? duration::days(7) : duration::hours(12);
  s.retry =
      draw / 300 % 2 == 0 ? std::vector{duration::hours(12), duration::hours(24)} : std::vector<duration>{};
  if (draw / 600 % 2 == 0) w.catalog().top_ups.minimum = money::from_minor(500);
  if (draw / 1200 % 2 == 0) w.catalog().top_ups.expires = lasting("1 month");
  if (draw / 2400 % 2 == 0) w.catalog().top_ups.maximum = money::from_minor(2500);
}

inline recharge_terms terms_of(std::uint32_t draw) {
  recharge_terms terms;
  terms.watch = draw % 2 == 0 ? recharge_watch::available : recharge_watch::wallet;
  terms.trigger = draw / 2 % 2 == 0 ? recharge_trigger::below : recharge_trigger::at_or_below;
  terms.count_pending = draw / 4 % 2 == 0;
  terms.threshold = credits::whole(static_cast<std::int32_t>(draw / 8 % 4) * 100);
  terms.limits = static_cast<recharge_limits>(draw / 32 % 3);
  switch (draw / 96 % 4) {
    case 0:
      terms.amount = asked_amount{money::from_minor(1234)};
      break;
    case 1:
      terms.target = 777_cr;
      break;
    case 2:
      terms.pack = asked_amount{120_cr};
      break;
    default:
      terms.amount = asked_amount{250_cr};
      terms.pack = asked_amount{100_cr};
  }
  return terms;
}

inline lot lot_of(std::uint32_t first, std::uint32_t second) {
  lot granted(static_cast<lot_kind>(first % lot_kinds), credits::from_micro(std::int64_t{second} * 333'333));
  if (first / 5 % 3 == 1) granted.from_after("36h");
  if (first / 5 % 3 == 2) granted.from("2026-02-01");
  if (first / 15 % 3 == 1) granted.lasts("3d");
  if (first / 15 % 3 == 2) granted.until("2026-03-01");
  if (first / 45 % 4 == 0) granted.priority(static_cast<std::int32_t>(second % 60));
  if (first / 180 % 2 == 0) granted.costs(money::from_minor(second));
  return granted;
}

// Tells one move of the account. Agents: 0 stop, 1 use_balance with a limit, 2 stop with a limit, 3
// use_balance.
inline void tell(account_builder& acme, const move& m) {
  const agent_index agent = m.first % 4;
  // What carries a key is one of three, so that keys repeat; now and then usage and commands share a name.
  const std::uint32_t which = m.second % 3;
  const std::string key =
      (m.first % 5 == 0 ? "shared-" : std::to_string(m.kind) + "-") + std::to_string(which);
  const std::uint32_t again = m.second % 7 == 0 ? 1 : 0;  // and sometimes with other content
  acme.at(instant_of_slot(m.slot));
  switch (m.kind) {
    case 0:
    case 1:
      acme.uses(agent, m.second);
      break;
    case 2:
      acme.uses(m.second / 4);
      break;
    case 3:
      acme.uses_exactly(agent, std::int64_t{m.second} * 1'234'567);
      break;
    case 4:
      acme.uses(which, 40 + again).keyed(key);
      break;
    case 5:
      acme.grants(lot_of(m.first, m.second));
      break;
    case 6:
      acme.grants(lot_of(which * 7, 150 + again)).keyed(key);
      break;
    case 7:
      acme.tops_up(money::from_minor(m.second * 3));
      break;
    case 8:
      acme.tops_up(credits::whole(static_cast<std::int32_t>(300 * which + again))).keyed(key);
      break;
    case 9:
      acme.sets_policy(agent, m.second % 2 == 0 ? when_exhausted::stop : when_exhausted::use_balance);
      break;
    case 10:
      acme.sets_limit(agent, m.second % 3 == 0
                                 ? std::nullopt
                                 : std::optional(credits::whole(static_cast<std::int32_t>(m.second))));
      break;
    case 11:
      acme.sets_recharge(m.second % 3 == 0 ? std::nullopt : std::optional(terms_of(m.first)));
      break;
    case 12:
      acme.sets_cards(m.second % 3 == 0
                          ? std::vector<payment_method>{}
                          : std::vector{card({card_answer::ok, card_answer::declines}, m.first % 2)});
      break;
    case 13:
      acme.hears(key_of_recharge(m.first % 3 + 1), static_cast<payment_answer>(m.second % 3),
                 m.first % 2 == 0 ? std::nullopt : std::optional(m.second % 4));
      break;
    case 14:
      acme.draws(agent, m.second / 2);
      break;
    default:
      acme.expects(agent);
      break;
  }
}

inline world_builder world_of(const recipe& r) {
  world_builder w;
  apply_settings(w, r.settings_draw);
  account_builder acme = w.account("acme");
  acme.agent("planned", when_exhausted::stop);
  acme.agent("limited", when_exhausted::use_balance, 300_cr);
  acme.agent("strict", when_exhausted::stop, 500_cr);
  acme.agent("free", when_exhausted::use_balance);
  acme.begins_with(lot(lot_kind::plan, 500_cr).until("2026-02-01"))
      .begins_with(lot(lot_kind::paid, 100_cr), "key-0");
  acme.pays_by(good_card());
  if (r.recharge_draw % 3 != 0) acme.recharges(terms_of(r.recharge_draw));
  std::vector<move> moves = r.moves;
  std::stable_sort(moves.begin(), moves.end(), [](const move& a, const move& b) { return a.slot < b.slot; });
  for (const move& m : moves) tell(acme, m);
  return w;
}

// A gateway of whims: success, decline, timeout, doubled, late, lost, success after failure, failure after
// success.
inline gateway gateway_of(const recipe& r) {
  return [draw = r.gateway_draw](const charge& made) -> std::vector<said> {
    const auto half_a_day = duration::hours(12);
    const auto soon = duration::from_us(1);
    const auto ok = payment_answer::succeeded;
    const auto declined = payment_answer::declined;
    const auto timed_out = payment_answer::timed_out;
    const std::vector<std::vector<said>> whims = {
        {{soon, ok}, {soon, ok}},
        {{soon, declined}, {half_a_day, declined}},
        {{half_a_day, timed_out}, {duration::days(3), ok}},
        {{soon, ok}, {half_a_day, ok}, {half_a_day, ok}},
        {{half_a_day, ok}, {soon, ok}},
        {{soon, timed_out}},
        {{soon, declined}, {half_a_day, ok}},
        {{soon, ok}, {soon, ok}, {half_a_day, declined}},
        {{half_a_day, declined}},
    };
    return whims[(draw + made.payment * 7 + made.attempt * 5) % whims.size()];
  };
}

}  // namespace drawdown::test
