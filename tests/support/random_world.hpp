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
  std::uint32_t debt_draw = 0;  // settings of debt, holds and failures
};

inline void showValue(const recipe& r, std::ostream& out) {
  out << "settings " << r.settings_draw << ", recharge " << r.recharge_draw << ", gateway " << r.gateway_draw
      << ", debt " << r.debt_draw;
  for (const move& m : r.moves)
    out << "\n  slot " << m.slot << " kind " << m.kind << ": " << m.first << ", " << m.second;
}

inline constexpr std::uint32_t move_kinds = 30;
inline constexpr std::uint32_t slots = 360;  // of six hours; every other slot begins a microsecond later

// Slots are the midnights and noons at which lots end, months turn and retries fall due, and the microseconds
// after.
inline instant instant_of_slot(std::uint32_t slot) {
  const instant on_grid = when("2026-01-01") + duration::hours(12 * std::int64_t{slot / 2});
  return slot % 2 == 0 ? on_grid : on_grid.next();
}

inline rc::Gen<recipe> any_recipe() {
  using rc::gen::inRange;
  const auto any_move = rc::gen::construct<move>(inRange(0U, slots), inRange(0U, move_kinds),
                                                 inRange(0U, 1000U), inRange(0U, 1000U));
  return rc::gen::construct<recipe>(rc::gen::container<std::vector<move>>(any_move), inRange(0U, 5000U),
                                    inRange(0U, 5000U), inRange(0U, 1000U), inRange(0U, 10'000U));
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
  w.catalog().overage_price = credit_rate{money::from_minor(100), credits::whole(40)};
  if (draw / 600 % 2 == 0) w.catalog().top_ups.minimum = money::from_minor(500);
  if (draw / 1200 % 2 == 0) w.catalog().top_ups.expires = lasting("1 month");
  if (draw / 2400 % 2 == 0) w.catalog().top_ups.maximum = money::from_minor(2500);
}

inline void apply_debt_settings(settings& s, std::uint32_t draw) {
  s.when_short = static_cast<short_of_credit>(draw % 4);
  if (draw / 3 % 2 == 0) s.overdraft = credits::whole(static_cast<std::int32_t>(draw / 6 % 4) * 100);
  if (draw / 24 % 3 == 0) s.debt_paid_by = {true, false, true, false, true};
  s.preserve_overage = draw / 72 % 3 != 0;
  s.released_from_ended = draw / 216 % 2 == 0 ? released_credit::lost : released_credit::successor;
  s.capture_overrun = draw / 432 % 2 == 0 ? overrun::refuse : overrun::debit;
  s.hold_ttl = draw / 864 % 2 == 0 ? duration::days(7) : duration::hours(12);
  s.wake = draw / 1728 % 2 == 0;
  s.on_failure = static_cast<failure_policy>(draw / 3456 % 3);
  s.back_off = duration::hours(12);
  s.break_after = 1 + draw % 2;
}

inline recharge_terms terms_of(std::uint32_t draw) {
  recharge_terms terms;
  terms.watch = draw % 2 == 0 ? recharge_watch::available : recharge_watch::wallet;
  terms.trigger = draw / 2 % 2 == 0 ? recharge_trigger::below : recharge_trigger::at_or_below;
  terms.count_pending = draw / 4 % 2 == 0;
  terms.threshold = credits::whole(static_cast<std::int32_t>(draw / 8 % 4) * 100);
  terms.limits = static_cast<recharge_limits>(draw / 32 % 3);
  if (draw / 384 % 3 == 0) terms.max_per_period = 1 + draw % 2;
  if (draw / 384 % 3 == 1) terms.max_spend_per_period = money::from_minor(4000);
  if (draw / 1152 % 2 == 0) terms.cooldown = duration::hours(12);
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

// A lot that not everybody may spend, or that comes again (R3.8–R3.10).
inline lot special_lot_of(std::uint32_t first, std::uint32_t second) {
  lot granted(static_cast<lot_kind>(first % lot_kinds), credits::whole(static_cast<std::int32_t>(second)));
  if (first / 5 % 3 == 1) granted.only({static_cast<meter_index>(second % 2)});
  if (first / 5 % 3 == 2) granted.of(static_cast<user_index>(second % 2));
  if (first / 15 % 3 == 1) granted.recurs("1 week");
  if (first / 15 % 3 == 2) granted.recurs("36h", "2026-01-01");
  if (first / 45 % 3 == 1) granted.rolls_over(100_cr, 50_cr);
  if (first / 45 % 3 == 2) granted.rolls_over(std::nullopt);
  if (first / 135 % 2 == 1) granted.lasts("10d");
  if (first / 270 % 4 == 1) granted.costs(500_cents);
  return granted;
}

inline hold_command hold_of(const move& m) {
  hold_command asked;
  if (m.first % 5 != 4) asked.agent = m.first % 4;
  asked.user = static_cast<user_index>(m.second % 2);
  asked.amount = credits::whole(static_cast<std::int32_t>(m.second / 4));
  if (m.first % 3 != 0) asked.meter = static_cast<meter_index>(m.first % 2);
  if (asked.meter != no_meter && m.first % 7 == 1) asked.quantity = std::int64_t{m.second} * 333'333;
  if (m.second % 3 == 0) asked.ttl = lasting(m.second % 2 == 0 ? "12h" : "3 days");
  return asked;
}

// Tells what is done about credit that is held, and by hand. What is held in twenty days is known by one of
// three names.
inline void tell_of_holds(account_builder& acme, const move& m) {
  const std::string held = "held-" + std::to_string(m.slot / 40 * 3 + m.second % 3);
  const std::string granted = "lot-" + std::to_string(m.second % 4);
  switch (m.kind) {
    case 16:
    case 17:
      acme.holds(held, hold_of(m));
      break;
    case 18:
      acme.captures(held, credits::whole(static_cast<std::int32_t>(m.first / 4)), m.first % 3 == 0);
      break;
    case 19:
      acme.captures_all(held);
      break;
    case 20:
      acme.voids(held);
      if (m.first % 4 == 0) acme.keyed("void");
      break;
    case 21:
      acme.revokes(granted);
      break;
    case 22:
      acme.adjusts(credits::from_micro((2 * std::int64_t{m.second} - 999) * 350'001), m.first % 2 == 0);
      if (m.first % 3 == 0) acme.keyed(granted);
      break;
    case 23:
      if (m.first % 4 == 0) acme.resets();
      break;
    case 24:
    case 25:
      acme.grants(special_lot_of(m.first, m.second)).keyed(granted);
      break;
    case 26:
      acme.sets_low_balance(m.second % 4 == 0 ? std::nullopt : std::optional(credits::whole(200)));
      break;
    case 27:
      acme.reads(m.first % 2, m.first % 4, m.second / 3);
      break;
    case 28:
      acme.uses_exactly(m.first % 4, std::int64_t{m.second} * 1'234'567,
                        static_cast<meter_index>(m.second % 2))
          .on_behalf_of(static_cast<user_index>(m.first % 2))
          .under(m.second % 2);
      break;
    default:
      acme.captures(held, credits::whole(1), true);
      break;
  }
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
    case 15:
      acme.expects(agent);
      break;
    default:
      tell_of_holds(acme, m);
      break;
  }
}

inline world_builder world_of(const recipe& r) {
  world_builder w;
  apply_settings(w, r.settings_draw);
  apply_debt_settings(w.settings(), r.debt_draw);
  w.meter("token", 333'333);
  const user_index ann = w.user("ann");
  w.user("bob");
  w.group("red");
  w.group("blue");
  w.usage_file("one.csv");
  w.usage_file("two.csv");
  account_builder acme = w.account("acme");
  acme.agent("planned", when_exhausted::stop);
  acme.agent("limited", when_exhausted::use_balance, 300_cr);
  acme.agent("strict", when_exhausted::stop, 500_cr);
  acme.agent("free", when_exhausted::use_balance, std::nullopt, ann);
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
